package main

import (
	"context"
	"net"
	"strconv"
	"strings"

	"github.com/k8snetworkplumbingwg/whereabouts/pkg/api/whereabouts.cni.cncf.io/v1alpha1"
	wbclient "github.com/k8snetworkplumbingwg/whereabouts/pkg/generated/clientset/versioned"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/iphelpers"
	"github.com/k8snetworkplumbingwg/whereabouts/pkg/types"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"oracle/whereabouts"
)

// mostSlices is more than one object can hold; the real controller would take the memory to build them first.
const mostSlices = 1 << 16

// addNodeSlices is what the node slice controller makes of the same configuration in a cluster of one node
// (pkg/node-controller, syncHandler). Where it fails or panics there is no pool, and the plugin finds none.
func addNodeSlices(cluster wbclient.Interface, conf types.IPAMConfig) {
	if len(conf.IPRanges) == 0 || tooMany(conf) {
		return
	}
	slices, failed := divide(conf.IPRanges[0].Range, conf.NodeSliceSize)
	if failed {
		return
	}
	pool := &v1alpha1.NodeSlicePool{ObjectMeta: metav1.ObjectMeta{Name: conf.NetworkName}}
	if pool.Name == "" {
		pool.Name = conf.Name
	}
	pool.Spec = v1alpha1.NodeSlicePoolSpec{Range: conf.IPRanges[0].Range, SliceSize: conf.NodeSliceSize}
	for index, slice := range slices {
		allocation := v1alpha1.NodeSliceAllocation{SliceRange: slice}
		if index == 0 {
			allocation.NodeName = node
		}
		pool.Status.Allocations = append(pool.Status.Allocations, allocation)
	}
	// A name that the API server refuses leaves no pool either.
	_, _ = cluster.WhereaboutsV1alpha1().NodeSlicePools(whereabouts.Namespace).Create(
		context.Background(), pool, metav1.CreateOptions{})
}

func tooMany(conf types.IPAMConfig) bool {
	size, err := strconv.Atoi(strings.TrimPrefix(conf.NodeSliceSize, "/"))
	_, network, parsed := net.ParseCIDR(conf.IPRanges[0].Range)
	if err != nil || parsed != nil {
		return false
	}
	prefix, _ := network.Mask.Size()
	return size-prefix > 62 || size > prefix && 1<<(size-prefix) > mostSlices
}

func divide(network, size string) (slices []string, failed bool) {
	defer func() {
		if recover() != nil {
			failed = true
		}
	}()
	slices, err := iphelpers.DivideRangeBySize(network, size)
	return slices, err != nil
}
