// The program judges network attachments as Multus does: kind "nad" is the text of a NetworkAttachmentDefinition's
// spec.config up to the plugins' own code, kind "annotation" a pod's k8s.v1.cni.cncf.io/networks.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"gopkg.in/k8snetworkplumbingwg/multus-cni.v4/pkg/logging"

	"oracle/frame"
)

type testCase struct {
	Kind      string   `json:"kind"`
	Name      string   `json:"name"`
	Namespace string   `json:"namespace"`
	Config    string   `json:"config"`
	Interface string   `json:"interface"`
	IPs       []string `json:"ips"`
	MAC       string   `json:"mac"`
	Value     string   `json:"value"`
}

func main() {
	logging.SetLogStderr(false)
	scratch, err := os.MkdirTemp("", "oracle-multus-")
	if err != nil {
		panic(err)
	}
	// Errors name the cache's files; relative to here they are the same in each run.
	if err := os.Chdir(scratch); err != nil {
		panic(err)
	}
	frame.Main(func(line []byte, run *frame.Run) error {
		given := testCase{Name: "net", Namespace: "default"}
		if err := json.Unmarshal(line, &given); err != nil {
			return err
		}
		switch given.Kind {
		case "nad":
			return judgeNetwork(given, run)
		case "annotation":
			return judgeAnnotation(given, run)
		}
		return fmt.Errorf("unknown kind %q", given.Kind)
	})
	_ = os.RemoveAll(scratch)
}
