package main

import (
	"encoding/json"
	"fmt"
	"log/slog"

	cmtypes "github.com/cilium/cilium/pkg/clustermesh/types"
	"github.com/cilium/cilium/pkg/k8s"
	ciliumv2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	networkingv1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/networking/v1"
	"github.com/cilium/cilium/pkg/policy/api"
	"github.com/cilium/cilium/pkg/policy/types"
	"github.com/cilium/cilium/pkg/policy/utils"
	policyv1alpha2 "sigs.k8s.io/network-policy-api/apis/v1alpha2"
)

var quiet = slog.New(slog.DiscardHandler)

// parsed gives the engine's own form of the policies, and the names that they speak of.
func parsed(policies []json.RawMessage) (rules types.PolicyEntries, names []api.FQDNSelector, err error) {
	for _, text := range policies {
		var kind struct {
			Kind string `json:"kind"`
		}
		if err := json.Unmarshal(text, &kind); err != nil {
			return nil, nil, err
		}
		var added types.PolicyEntries
		switch kind.Kind {
		case "NetworkPolicy":
			var object networkingv1.NetworkPolicy
			if err = json.Unmarshal(text, &object); err == nil {
				added, err = k8s.ParseNetworkPolicy(quiet, cmtypes.PolicyAnyCluster, &object)
			}
		case "ClusterNetworkPolicy":
			var object policyv1alpha2.ClusterNetworkPolicy
			if err = json.Unmarshal(text, &object); err == nil {
				added, err = k8s.ParseClusterNetworkPolicy(quiet, cmtypes.PolicyAnyCluster, &object)
			}
		case "CiliumNetworkPolicy":
			var object ciliumv2.CiliumNetworkPolicy
			if err = json.Unmarshal(text, &object); err == nil {
				var own api.Rules
				if own, err = object.Parse(quiet, cmtypes.PolicyAnyCluster); err == nil {
					added = utils.RulesToPolicyEntries(own)
					names = append(names, namesIn(own)...)
				}
			}
		default:
			err = fmt.Errorf("unknown kind %q", kind.Kind)
		}
		if err != nil {
			return nil, nil, err
		}
		rules = append(rules, added...)
	}
	return rules, names, nil
}

func namesIn(rules api.Rules) (names []api.FQDNSelector) {
	for _, rule := range rules {
		for _, egress := range rule.Egress {
			names = append(names, egress.ToFQDNs...)
		}
	}
	return names
}
