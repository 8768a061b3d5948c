package main

import (
	"context"
	"strings"

	"github.com/containernetworking/cni/libcni"
	"github.com/containernetworking/cni/pkg/skel"
	cnitypes "github.com/containernetworking/cni/pkg/types"
	cni100 "github.com/containernetworking/cni/pkg/types/100"
	nadv1 "github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/apis/k8s.cni.cncf.io/v1"
	nadutils "github.com/k8snetworkplumbingwg/network-attachment-definition-client/pkg/utils"
	"gopkg.in/k8snetworkplumbingwg/multus-cni.v4/pkg/types"

	"oracle/frame"
)

// As long as that of a real sandbox: libcni's cache has it in a file's name, so a network's name can be too long.
var containerID = strings.Repeat("0123456789abcdef", 4)

// judgeNetwork follows pkg/multus CmdAdd for one delegate. DelegateAdd itself opens the pod's network namespace;
// what it does with the configuration is the call of libcni below.
func judgeNetwork(given testCase, run *frame.Run) error {
	run.Stage("spec")
	nad := &nadv1.NetworkAttachmentDefinition{}
	nad.Name, nad.Namespace, nad.Spec.Config = given.Name, given.Namespace, given.Config
	// An empty config means a file of the node; this node has none.
	text, err := nadutils.GetCNIConfig(nad, "/nowhere/net.d")
	if err != nil {
		return err
	}
	run.Stage("delegate")
	delegate, err := types.LoadDelegateNetConf(text, selection(given), "", "")
	if err != nil {
		return err
	}
	run.Stage("libcni")
	plugins := &recorder{run: run}
	result, err := add(delegate, given, plugins)
	run.Show("calls", plugins.calls)
	if err != nil {
		return err
	}
	// A list that libcni finds no plugins in has no result, and Multus converts it all the same.
	run.Stage("result")
	if _, err := cni100.NewResultFromResult(result); err != nil {
		// Multus logs this and goes on.
		run.Show("unreadableResult", err.Error())
	}
	run.Stage("status")
	_, err = nadutils.CreateNetworkStatuses(result, delegate.Name, false, nil)
	return err
}

func selection(given testCase) *types.NetworkSelectionElement {
	return &types.NetworkSelectionElement{
		Name:             given.Name,
		Namespace:        given.Namespace,
		InterfaceRequest: given.Interface,
		IPRequest:        given.IPs,
		MacRequest:       given.MAC,
	}
}

func add(delegate *types.DelegateNetConf, given testCase, plugins *recorder) (cnitypes.Result, error) {
	name := given.Interface
	if name == "" {
		name = "net1"
	}
	args := &skel.CmdArgs{ContainerID: containerID, Netns: "/var/run/netns/pod"}
	pod := &types.K8sArgs{K8S_POD_NAME: "pod", K8S_POD_NAMESPACE: cnitypes.UnmarshallableString(given.Namespace)}
	pod.K8S_POD_INFRA_CONTAINER_ID, pod.K8S_POD_UID = cnitypes.UnmarshallableString(containerID), "uid"
	runtime, _ := types.CreateCNIRuntimeConf(args, pod, name, nil, delegate)
	if given.MAC != "" {
		runtime.Args = append(runtime.Args, [2]string{"MAC", given.MAC})
	}
	if given.IPs != nil {
		runtime.Args = append(runtime.Args, [2]string{"IP", strings.Join(given.IPs, ",")})
	}
	network := libcni.NewCNIConfigWithCacheDir([]string{"/opt/cni/bin"}, "cache", plugins)
	if !delegate.ConfListPlugin {
		single, err := libcni.ConfFromBytes(delegate.Bytes)
		if err != nil {
			return nil, err
		}
		return network.AddNetwork(context.Background(), single, runtime)
	}
	list, err := libcni.ConfListFromBytes(delegate.Bytes)
	if err != nil {
		return nil, err
	}
	return network.AddNetworkList(context.Background(), list, runtime)
}
