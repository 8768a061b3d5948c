package main

import (
	"encoding/json"
	"fmt"

	cnitypes "github.com/containernetworking/cni/pkg/types"
	cni100 "github.com/containernetworking/cni/pkg/types/100"
	"github.com/containernetworking/cni/pkg/version"

	"oracle/frame"
)

// ipvlanConf restates the four fields of plugins@1.9.1 plugins/main/ipvlan: its package is main and cannot be
// imported.
type ipvlanConf struct {
	cnitypes.NetConf
	Master     string `json:"master"`
	Mode       string `json:"mode"`
	MTU        int    `json:"mtu"`
	LinkContNs bool   `json:"linkInContainer,omitempty"`
}

// startIPVLAN refuses what loadConf and cmdAdd of the plugin refuse without a look at the node, and names the IPAM
// plugin that runs next ("" when the previous plugin's addresses are used). A node that lacks the master, or a
// default route where there is no master, is not a property of the configuration.
func startIPVLAN(stdin []byte) (string, error) {
	conf := &ipvlanConf{}
	if err := json.Unmarshal(stdin, conf); err != nil {
		return "", fmt.Errorf("failed to load netconf: %v", err)
	}
	previous, err := previousResult(conf)
	if err != nil {
		return "", err
	}
	if conf.Master == "" && previous != nil && !nameMaster(previous) {
		return "", fmt.Errorf("chained master failure. PrevResult lacks a single named interface")
	}
	switch conf.Mode {
	case "", "l2", "l3", "l3s":
	default:
		return "", fmt.Errorf("unknown ipvlan mode: %q", conf.Mode)
	}
	if conf.IPAM.Type == "" && previous != nil && len(previous.IPs) > 0 {
		return "", nil
	}
	if _, err := frame.FindPlugin(conf.IPAM.Type); err != nil {
		return "", err
	}
	return conf.IPAM.Type, nil
}

func previousResult(conf *ipvlanConf) (*cni100.Result, error) {
	if conf.RawPrevResult == nil {
		return nil, nil
	}
	if err := version.ParsePrevResult(&conf.NetConf); err != nil {
		return nil, fmt.Errorf("could not parse prevResult: %v", err)
	}
	result, err := cni100.NewResultFromResult(conf.PrevResult)
	if err != nil {
		return nil, fmt.Errorf("could not convert result to current version: %v", err)
	}
	return result, nil
}

func nameMaster(previous *cni100.Result) bool {
	return len(previous.Interfaces) == 1 && previous.Interfaces[0].Name != ""
}
