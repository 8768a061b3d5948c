// Package whereabouts judges what an IPAM plugin of type whereabouts gets on stdin. It is the part that two
// releases of Whereabouts share; oracle/whereabouts-0.7 and -0.9 add the calls whose shape changed.
package whereabouts

import (
	"encoding/json"
	"fmt"
	"net"
	"os"

	"github.com/k8snetworkplumbingwg/whereabouts/pkg/config"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/iphelpers"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/logging"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/storage/kubernetes"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/types"

	"oracle/frame"
)

// Namespace holds the pools; Interface and ContainerID are the first pod's.
const (
	Namespace   = "kube-system"
	Interface   = "net1"
	ContainerID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

// Release is what differs between releases of Whereabouts.
type Release interface {
	// Pod prepares one ADD against an empty cluster.
	Pod(conf types.IPAMConfig) Pod
	// Assign is allocate.AssignIP for a further pod of one range.
	Assign(part types.RangeConfiguration, reserved []types.IPReservation, pod string) (
		net.IPNet, []types.IPReservation, error)
}

// Pod is one ADD.
type Pod interface {
	// Lease names the lease that the ADD waits for; an error leaves it without an elector.
	Lease() (string, error)
	// Allocate is IPManagementKubernetesUpdate.
	Allocate() ([]net.IPNet, error)
}

type testCase struct {
	Stdin string `json:"stdin"`
	Args  string `json:"args"`
}

type shownRange struct {
	Range string `json:"range"`
	First string `json:"first"`
	Last  string `json:"last"`
	Pool  string `json:"pool"`
	Error string `json:"error,omitempty"`
}

// Main judges the cases of stdin with one release.
func Main(release Release) {
	quiet()
	flat, err := writeFlatFile()
	if err != nil {
		panic(err)
	}
	frame.Main(func(line []byte, run *frame.Run) error {
		var given testCase
		if err := json.Unmarshal(line, &given); err != nil {
			return err
		}
		// A configuration can raise the level for the cases after it.
		defer quiet()
		return judge(release, given, flat, run)
	})
	_ = os.Remove(flat)
}

func quiet() {
	logging.SetLogStderr(false)
	logging.SetLogLevel("panic")
}

// writeFlatFile writes what install-cni.sh puts on a node. Without it every configuration is refused. It is the last
// of the places that are looked at: a machine with Whereabouts on it uses its own.
func writeFlatFile() (string, error) {
	file, err := os.CreateTemp("", "oracle-whereabouts-*.conf")
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(`{"datastore": "kubernetes", "kubernetes": {"kubeconfig": "/somewhere"}}`)
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}

func judge(release Release, given testCase, flat string, run *frame.Run) error {
	run.Stage("skel")
	if err := frame.StartPlugin([]byte(given.Stdin)); err != nil {
		return err
	}
	run.Stage("config")
	conf, version, err := config.LoadIPAMConfig([]byte(given.Stdin), given.Args, flat)
	if err != nil {
		return err
	}
	run.Stage("ranges")
	run.Show("ranges", rangesOf(conf))
	stage, err := add(release, *conf, version, given, run)
	run.Stage("next")
	run.Show("next", nextOf(release, conf))
	run.Stage(stage)
	return err
}

func rangesOf(conf *types.IPAMConfig) []shownRange {
	ranges := []shownRange{}
	for _, part := range conf.IPRanges {
		named := kubernetes.PoolIdentifier{IpRange: part.Range, NetworkName: conf.NetworkName}
		shown := shownRange{Range: part.Range, Pool: kubernetes.IPPoolName(named)}
		_, network, err := net.ParseCIDR(part.Range)
		if err == nil {
			var first, last net.IP
			first, last, err = iphelpers.GetIPRange(*network, part.RangeStart, part.RangeEnd)
			if err == nil {
				shown.First, shown.Last = first.String(), last.String()
			}
		}
		if err != nil {
			shown.Error = err.Error()
		}
		ranges = append(ranges, shown)
	}
	return ranges
}

// nextOf gives the first addresses of each range on its own, as five pods one after the other get them.
func nextOf(release Release, conf *types.IPAMConfig) [][]string {
	all := [][]string{}
	for _, part := range conf.IPRanges {
		addresses := []string{}
		reserved := []types.IPReservation{}
		for pod := range 5 {
			address, grown, err := release.Assign(part, reserved, fmt.Sprintf("pod-%d", pod))
			if err != nil {
				break
			}
			reserved = grown
			addresses = append(addresses, address.IP.String())
		}
		all = append(all, addresses)
	}
	return all
}
