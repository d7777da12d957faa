// Judges traffic by NetworkPolicy, ClusterNetworkPolicy (policy.networking.k8s.io) and CiliumNetworkPolicy together, with
// the policy engine of Cilium's agent.
//
// Standard input: one case a line as JSON, `{"policies": [object…], "traffic": [{…}…]}` (see flow).
// Standard output: a line for each case, in their order: `{"allowed": [bool…]}`, or `{"error": "…"}`.
// With `--crd`, the definition of CiliumNetworkPolicy instead.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	crds "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/client/crds/v2"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/policy"
)

// version is stamped by the build: that of github.com/cilium/cilium.
var version = "unknown"

type question struct {
	Policies []json.RawMessage `json:"policies"`
	Traffic  []flow            `json:"traffic"`
}

type answer struct {
	Allowed []bool `json:"allowed,omitempty"`
	Error   string `json:"error,omitempty"`
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println(version)
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "--crd" {
		definition, err := crds.EmbedFS.ReadFile("ciliumnetworkpolicies.yaml")
		if err != nil {
			fail(err)
		}
		os.Stdout.Write(definition)
		return
	}
	option.Config.EnableIPv4 = true
	option.Config.EnableIPv6 = true
	option.Config.EnableL7Proxy = true
	policy.SetPolicyEnabled(option.DefaultEnforcement)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		if err := out.Encode(judge(in.Bytes())); err != nil {
			fail(err)
		}
	}
	if err := in.Err(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func judge(line []byte) (result answer) {
	defer func() {
		if problem := recover(); problem != nil {
			result = answer{Error: fmt.Sprint(problem)}
		}
	}()
	allowed, err := verdicts(line)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Allowed: allowed}
}

func verdicts(line []byte) ([]bool, error) {
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		return nil, err
	}
	rules, names, err := parsed(asked.Policies)
	if err != nil {
		return nil, err
	}
	engine := newEngine(rules, newIdentities(names, asked.Traffic))
	allowed := make([]bool, len(asked.Traffic))
	for index, one := range asked.Traffic {
		if allowed[index], err = engine.allows(one); err != nil {
			return nil, errors.Join(fmt.Errorf("flow %d", index), err)
		}
	}
	return allowed, nil
}
