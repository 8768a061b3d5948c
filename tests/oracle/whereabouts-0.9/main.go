// The program judges IPAM configurations with Whereabouts 0.9.4.
package main

import (
	"context"
	"net"
	"os"

	"github.com/k8snetworkplumbingwg/whereabouts/pkg/allocate"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/generated/clientset/versioned/fake"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/storage/kubernetes"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/types"

	"oracle/whereabouts"
)

const node = "node-1"

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
	if conf.NodeSliceSize != "" {
		addNodeSlices(cluster, conf)
	}
	return &pod{conf: conf, ipam: &kubernetes.KubernetesIPAM{
		Client:      *kubernetes.NewKubernetesClient(cluster, nil),
		Config:      conf,
		Namespace:   whereabouts.Namespace,
		ContainerID: whereabouts.ContainerID,
		IfName:      whereabouts.Interface,
	}}
}

// Lease is the first half of newLeaderElector.
func (p *pod) Lease() (string, error) {
	if p.conf.NodeSliceSize == "" {
		return "whereabouts", nil
	}
	slice, err := kubernetes.GetNodeSlicePoolRange(context.Background(), p.ipam, node)
	if err != nil {
		return "", err
	}
	named := kubernetes.PoolIdentifier{IpRange: slice, NodeName: node, NetworkName: p.conf.NetworkName}
	return kubernetes.IPPoolName(named), nil
}

func (p *pod) Allocate() ([]net.IPNet, error) {
	return kubernetes.IPManagementKubernetesUpdate(context.Background(), types.Allocate, p.ipam, p.conf)
}

func (release) Assign(part types.RangeConfiguration, reserved []types.IPReservation, pod string) (
	net.IPNet, []types.IPReservation, error) {
	return allocate.AssignIP(part, reserved, pod, "default/"+pod, whereabouts.Interface)
}

func main() {
	if err := os.Setenv("NODENAME", node); err != nil {
		panic(err)
	}
	whereabouts.Main(release{})
}
