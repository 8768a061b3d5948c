package main

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/containernetworking/cni/pkg/utils"
	"gopkg.in/k8snetworkplumbingwg/multus-cni.v4/pkg/k8sclient"
	"gopkg.in/k8snetworkplumbingwg/multus-cni.v4/pkg/types"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/validation/path"
	"k8s.io/apimachinery/pkg/util/validation"

	"oracle/frame"
)

// element is one network that a pod asks for, as Multus reads it.
type element struct {
	Name      string   `json:"name"`
	Namespace string   `json:"namespace"`
	Interface string   `json:"interface"`
	IPs       []string `json:"ips"`
	MAC       string   `json:"mac"`
	Gateways  []net.IP `json:"gateways"`
}

// judgeAnnotation goes as far as a pod's networks can be judged without a cluster: the grammar, whether objects of
// these names can exist, the gateways, the interfaces' names. Multus' order is kept.
func judgeAnnotation(given testCase, run *frame.Run) error {
	run.Stage("annotation")
	pod := &corev1.Pod{}
	pod.Name, pod.Namespace = "pod", given.Namespace
	pod.Annotations = map[string]string{"k8s.v1.cni.cncf.io/networks": given.Value}
	networks, err := k8sclient.GetPodNetwork(pod)
	var none *k8sclient.NoK8sNetworkError
	if err != nil && !errors.As(err, &none) {
		return err
	}
	run.Show("elements", shown(networks))
	run.Stage("lookup")
	for _, network := range networks {
		if err := findable(network); err != nil {
			return err
		}
	}
	run.Stage("gateway")
	if err := checkGateways(networks); err != nil {
		return err
	}
	return checkInterfaces(networks, run)
}

func shown(networks []*types.NetworkSelectionElement) []element {
	elements := []element{}
	for _, network := range networks {
		read := element{
			Name: network.Name, Namespace: network.Namespace, Interface: network.InterfaceRequest,
			IPs: network.IPRequest, MAC: network.MacRequest,
		}
		if network.GatewayRequest != nil {
			read.Gateways = *network.GatewayRequest
		}
		elements = append(elements, read)
	}
	return elements
}

// findable says why no API server has the object: client-go sends no such request, or the server takes no object
// of that name (custom resources have DNS subdomains, namespaces DNS labels).
func findable(network *types.NetworkSelectionElement) error {
	if network.Name == "" {
		return errors.New("resource name may not be empty")
	}
	for _, part := range []string{network.Namespace, network.Name} {
		if wrong := path.IsValidPathSegmentName(part); len(wrong) > 0 {
			return fmt.Errorf("invalid resource name %q: %v", part, wrong)
		}
	}
	wrong := validation.IsDNS1123Subdomain(network.Name)
	wrong = append(wrong, validation.IsDNS1123Label(network.Namespace)...)
	if len(wrong) > 0 {
		return fmt.Errorf("not found: %s/%s: %s", network.Namespace, network.Name, strings.Join(wrong, "; "))
	}
	return nil
}

func checkGateways(networks []*types.NetworkSelectionElement) error {
	var delegates []*types.DelegateNetConf
	for _, network := range networks {
		delegates = append(delegates, &types.DelegateNetConf{GatewayRequest: network.GatewayRequest})
	}
	// With no request at all Multus leaves the check out, which finds nothing then.
	return types.CheckGatewayConfig(delegates)
}

// checkInterfaces gives each network its name as getIfname does (index 0 is the cluster network) and refuses what
// libcni refuses, and a name that the pod has by then.
func checkInterfaces(networks []*types.NetworkSelectionElement, run *frame.Run) error {
	taken := map[string]bool{"lo": true, "eth0": true}
	for index, network := range networks {
		name := network.InterfaceRequest
		if name == "" {
			name = fmt.Sprintf("net%d", index+1)
		}
		run.Stage("interface-exists")
		if taken[name] {
			return fmt.Errorf("interface name %s already exists", name)
		}
		taken[name] = true
		run.Stage("interface")
		if err := utils.ValidateInterfaceName(name); err != nil {
			return err
		}
	}
	return nil
}
