package whereabouts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/containernetworking/cni/pkg/invoke"
	cnitypes "github.com/containernetworking/cni/pkg/types"
	cni100 "github.com/containernetworking/cni/pkg/types/100"
	"github.com/containernetworking/cni/pkg/version"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/storage"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"

	"oracle/frame"
)

// add is the first pod's ADD after its configuration was read: it gives the stage that was reached last.
func add(release Release, conf types.IPAMConfig, asked string, given testCase, run *frame.Run) (string, error) {
	pod := release.Pod(conf)
	if stage, err := lead(pod, conf); err != nil {
		return stage, err
	}
	run.Stage("allocate")
	if slept(conf) >= storage.RequestTimeout {
		// The pause is taken before each range is written, from the time that all requests have together.
		return "sleep", errors.New("context deadline exceeded: sleep_for_race uses up the time of the requests")
	}
	allocated, err := pod.Allocate()
	if err != nil {
		return "allocate", err
	}
	shown := []string{}
	for _, address := range allocated {
		shown = append(shown, address.String())
	}
	run.Show("allocated", shown)
	run.Stage("result")
	printed, err := print(conf, allocated, asked)
	if err != nil {
		return "result", err
	}
	run.Stage("ipvlan")
	return configure(printed, asked, given, run)
}

// slept is how long sleep_for_race holds an ADD up.
func slept(conf types.IPAMConfig) time.Duration {
	return time.Duration(max(conf.SleepForRace, 0)*len(conf.IPRanges)) * time.Second
}

// lead is what IPManagement does before it allocates: it becomes the leader, or never does.
func lead(pod Pod, conf types.IPAMConfig) (string, error) {
	if conf.PodName == "" {
		return "pod-name", errors.New("IPAM client initialization error: no pod name")
	}
	name, err := pod.Lease()
	if err != nil {
		return "elector", &frame.Crash{Reason: fmt.Sprintf("nil leader elector: %v", err)}
	}
	duration := time.Duration(conf.LeaderLeaseDuration) * time.Millisecond
	_, err = leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{
			LockConfig: resourcelock.ResourceLockConfig{Identity: conf.GetPodRef()},
		},
		LeaseDuration:   duration,
		RenewDeadline:   time.Duration(conf.LeaderRenewDeadline) * time.Millisecond,
		RetryPeriod:     time.Duration(conf.LeaderRetryPeriod) * time.Millisecond,
		ReleaseOnCancel: true,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) {},
			OnStoppedLeading: func() {},
		},
	})
	if err != nil {
		// newLeaderElector logs the error and returns nil, and IPManagement calls Run on it.
		return "elector", &frame.Crash{Reason: fmt.Sprintf("nil leader elector: %v", err)}
	}
	// What the API server makes of the lease (ValidateLeaseSpec and the rule for its name); client-go tries again
	// until the ADD's two minutes are over.
	record := resourcelock.LeaderElectionRecord{LeaseDurationSeconds: int(duration / time.Second)}
	seconds := resourcelock.LeaderElectionRecordToLeaseSpec(&record).LeaseDurationSeconds
	if *seconds <= 0 {
		return "lease", fmt.Errorf("spec.leaseDurationSeconds: Invalid value: %d: must be greater than 0", *seconds)
	}
	if wrong := validation.IsDNS1123Subdomain(name); len(wrong) > 0 {
		return "lease", fmt.Errorf("metadata.name: Invalid value: %q: %s", name, wrong[0])
	}
	return "", nil
}

// print restates the rest of cmdAdd, whose package is main.
func print(conf types.IPAMConfig, allocated []net.IPNet, asked string) ([]byte, error) {
	result := &cni100.Result{DNS: conf.DNS, Routes: conf.Routes}
	for _, address := range allocated {
		result.IPs = append(result.IPs, &cni100.IPConfig{Address: address, Gateway: conf.Gateway})
	}
	for _, static := range conf.Addresses {
		result.IPs = append(result.IPs, &cni100.IPConfig{Address: static.Address, Gateway: static.Gateway})
	}
	converted, err := result.GetAsVersion(asked)
	if err != nil {
		return nil, err
	}
	out := &bytes.Buffer{}
	if err := converted.PrintTo(out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// configure is what ipvlan (plugins@1.9.1: cmdAdd, ipam.ConfigureIface) makes of the result, as far as that needs no
// kernel, and the two rules of the kernel for addresses that a configuration alone can break.
func configure(printed []byte, asked string, given testCase, run *frame.Run) (string, error) {
	answered, err := invoke.ExecPluginWithResult(context.Background(), "whereabouts", []byte(given.Stdin),
		&invoke.Args{}, &printer{printed: printed})
	if err != nil {
		return "ipvlan", err
	}
	result, err := cni100.NewResultFromResult(answered)
	if err != nil {
		return "ipvlan", err
	}
	if len(result.IPs) == 0 {
		return "ipvlan", errors.New("IPAM plugin returned missing IP config")
	}
	addresses := []string{}
	for _, address := range result.IPs {
		addresses = append(addresses, address.Address.String())
	}
	run.Show("addresses", addresses)
	if stage, err := assign(result.IPs); err != nil {
		return stage, err
	}
	for _, route := range result.Routes {
		if route == nil {
			return "ipvlan", &frame.Crash{Reason: "nil route dereferenced"}
		}
	}
	result.DNS = cnitypes.DNS{}
	if _, err := result.GetAsVersion(asked); err != nil {
		return "ipvlan", err
	}
	return "", nil
}

// assign refuses the address that the kernel refuses (seen on a veth of Linux 6): the second time, IPv4 with the
// same prefix and IPv6 with any; and IPv6 that is unspecified, loopback or multicast. IPv4 takes all of those.
func assign(addresses []*cni100.IPConfig) (string, error) {
	seen := map[string]bool{}
	for _, address := range addresses {
		ip, key := address.Address.IP, address.Address.String()
		if ip.To4() == nil {
			key = ip.String()
			if ip.IsUnspecified() || ip.IsLoopback() || ip.IsMulticast() {
				return "address-invalid", fmt.Errorf("failed to add IP addr %s: cannot assign requested address", key)
			}
		}
		if seen[key] {
			return "address-exists", fmt.Errorf("failed to add IP addr %s: file exists", key)
		}
		seen[key] = true
	}
	return "", nil
}

// printer is a plugin that answers what Whereabouts printed.
type printer struct {
	version.PluginDecoder
	printed []byte
}

func (p *printer) ExecPlugin(context.Context, string, []byte, []string) ([]byte, error) {
	return p.printed, nil
}

func (p *printer) FindInPath(plugin string, _ []string) (string, error) { return plugin, nil }
