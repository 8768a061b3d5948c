package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	cnitypes "github.com/containernetworking/cni/pkg/types"
	"github.com/containernetworking/cni/pkg/types/create"
	"github.com/containernetworking/cni/pkg/version"

	"oracle/frame"
)

// call is one start of a plugin: what its IPAM plugin gets is the same stdin and arguments.
type call struct {
	Type  string `json:"type"`
	IPAM  string `json:"ipam"`
	Stdin string `json:"stdin"`
	Args  string `json:"args"`
}

// recorder stands where libcni starts programs: it keeps what they get and refuses what they refuse.
type recorder struct {
	version.PluginDecoder
	run   *frame.Run
	calls []call
}

func (r *recorder) FindInPath(plugin string, _ []string) (string, error) {
	return frame.FindPlugin(plugin)
}

func (r *recorder) ExecPlugin(_ context.Context, path string, stdin []byte, environ []string) ([]byte, error) {
	started := call{Type: filepath.Base(path), Stdin: string(stdin)}
	for _, variable := range environ {
		if text, ok := strings.CutPrefix(variable, "CNI_ARGS="); ok {
			started.Args = text
		}
	}
	r.calls = append(r.calls, started)
	r.run.Stage("skel")
	if err := frame.StartPlugin(stdin); err != nil {
		return nil, err
	}
	last := &r.calls[len(r.calls)-1]
	if last.Type == "ipvlan" {
		r.run.Stage("ipvlan")
		ipam, err := startIPVLAN(stdin)
		if err != nil {
			return nil, err
		}
		last.IPAM = ipam
	} else {
		// What other plugins make of their fields is theirs; whom they ask for addresses is alike in all.
		var conf cnitypes.NetConf
		if json.Unmarshal(stdin, &conf) == nil {
			last.IPAM = conf.IPAM.Type
		}
	}
	r.run.Stage("libcni")
	return answer(stdin)
}

// answer is what a plugin prints that made an interface with one address, in the version that it was asked for.
func answer(stdin []byte) ([]byte, error) {
	asked, err := (&version.ConfigDecoder{}).Decode(stdin)
	if err != nil {
		return nil, err
	}
	newest, err := create.Create("1.1.0", []byte(`{"cniVersion": "1.1.0",
		"interfaces": [{"name": "net1", "mac": "02:00:00:00:00:01", "sandbox": "/var/run/netns/pod"}],
		"ips": [{"interface": 0, "address": "10.255.255.1/24"}]}`))
	if err != nil {
		return nil, err
	}
	result, err := newest.GetAsVersion(asked)
	if err != nil {
		return nil, err
	}
	return json.Marshal(result)
}
