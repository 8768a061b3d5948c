package frame

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/containernetworking/cni/pkg/types"
	"github.com/containernetworking/cni/pkg/utils"
	"github.com/containernetworking/cni/pkg/version"
)

// StartPlugin checks what the skeleton of every CNI plugin checks before the plugin's own code runs, in its order:
// the network's name, then the version. The skeleton (pkg/skel, cni@1.3.0) reads the process's stdin and
// environment, so the few lines that see the configuration stand here.
func StartPlugin(stdin []byte) error {
	var named struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(stdin, &named); err != nil {
		return fmt.Errorf("error unmarshall network config: %v", err)
	}
	if named.Name == "" {
		return errors.New("missing network name")
	}
	if err := utils.ValidateNetworkName(named.Name); err != nil {
		return err
	}
	asked, err := (&version.ConfigDecoder{}).Decode(stdin)
	if err != nil {
		return err
	}
	if refusal := (&version.Reconciler{}).Check(asked, version.All); refusal != nil {
		return types.NewError(types.ErrIncompatibleCNIVersion, "incompatible CNI versions", refusal.Details())
	}
	return nil
}

// FindPlugin refuses the names that invoke.FindInPath refuses and finds a program for all others: which plugins a
// node has is no property of a configuration.
func FindPlugin(name string) (string, error) {
	if name == "" {
		return "", errors.New("no plugin name provided")
	}
	if strings.ContainsRune(name, os.PathSeparator) {
		return "", fmt.Errorf("invalid plugin name: %s", name)
	}
	return "/opt/cni/bin/" + name, nil
}
