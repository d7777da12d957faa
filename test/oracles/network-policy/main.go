// Judges traffic by network policies, with the engine of github.com/mattfenwick/cyclonus.
//
// Standard input: one case a line as JSON, `{"policies": [NetworkPolicy…], "traffic": [{…}…]}` (see flow).
// Standard output: a line for each case, in their order: `{"allowed": [bool…]}`, or `{"error": "…"}`.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// version is stamped by the build: that of github.com/mattfenwick/cyclonus.
var version = "unknown"

// peer is a pod where it has a namespace, else an address outside the cluster.
type peer struct {
	IP        string            `json:"ip"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
}

type flow struct {
	From     peer            `json:"from"`
	To       peer            `json:"to"`
	Port     int             `json:"port"`
	Protocol corev1.Protocol `json:"protocol"`
}

type question struct {
	Policies []*networkingv1.NetworkPolicy `json:"policies"`
	Traffic  []flow                        `json:"traffic"`
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
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		if err := out.Encode(judge(in.Bytes())); err != nil {
			os.Exit(1)
		}
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(line []byte) (result answer) {
	// The engine panics where a policy is none.
	defer func() {
		if problem := recover(); problem != nil {
			result = answer{Error: fmt.Sprint(problem)}
		}
	}()
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{Error: err.Error()}
	}
	policies := matcher.BuildNetworkPolicies(false, asked.Policies)
	for _, flow := range asked.Traffic {
		traffic := &matcher.Traffic{
			Source:       flow.From.matched(),
			Destination:  flow.To.matched(),
			ResolvedPort: flow.Port,
			Protocol:     flow.Protocol,
		}
		result.Allowed = append(result.Allowed, policies.IsTrafficAllowed(traffic).IsAllowed())
	}
	return result
}

func (p peer) matched() *matcher.TrafficPeer {
	if p.Namespace == "" {
		return &matcher.TrafficPeer{IP: p.IP}
	}
	return &matcher.TrafficPeer{IP: p.IP, Internal: &matcher.InternalPeer{
		Namespace: p.Namespace,
		// The API server sets this label on every namespace.
		NamespaceLabels: map[string]string{"kubernetes.io/metadata.name": p.Namespace},
		PodLabels:       p.Labels,
	}}
}
