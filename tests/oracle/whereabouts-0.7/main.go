// The program judges IPAM configurations with Whereabouts 0.7.0.
package main

import (
	"context"
	"net"

	"github.com/k8snetworkplumbingwg/whereabouts/pkg/allocate"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/client/clientset/versioned/fake"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/storage"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/storage/kubernetes"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/types"

	"oracle/whereabouts"
)

type release struct{}

type pod struct {
	conf types.IPAMConfig
	ipam *kubernetes.KubernetesIPAM
}

func (release) Pod(conf types.IPAMConfig) whereabouts.Pod {
	// The judge takes the pauses into account; to take them would only cost time.
	conf.SleepForRace = 0
	cluster := fake.NewSimpleClientset()
	whereabouts.Strict(&cluster.Fake)
	client := kubernetes.NewKubernetesClient(cluster, nil, storage.RequestTimeout)
	// Namespace and container are unexported here: the objects have no namespace, the container is an argument.
	return &pod{conf: conf, ipam: &kubernetes.KubernetesIPAM{Client: *client, Config: conf}}
}

func (p *pod) Lease() (string, error) { return "whereabouts", nil }

func (p *pod) Allocate() ([]net.IPNet, error) {
	return kubernetes.IPManagementKubernetesUpdate(context.Background(), types.Allocate, p.ipam, p.conf,
		whereabouts.ContainerID, p.conf.GetPodRef())
}

func (release) Assign(part types.RangeConfiguration, reserved []types.IPReservation, pod string) (
	net.IPNet, []types.IPReservation, error) {
	return allocate.AssignIP(part, reserved, pod, "default/"+pod)
}

func main() { whereabouts.Main(release{}) }
