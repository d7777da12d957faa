package main

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/identity/identitymanager"
	ciliumio "github.com/cilium/cilium/pkg/k8s/apis/cilium.io"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/api"
	"github.com/cilium/cilium/pkg/policy/types"
	testidentity "github.com/cilium/cilium/pkg/testutils/identity"
	testpolicy "github.com/cilium/cilium/pkg/testutils/policy"
	"github.com/cilium/cilium/pkg/u8proto"
)

// peer is a pod where it has a namespace, else an address outside the cluster, known by a name where it has one.
type peer struct {
	IP        string            `json:"ip"`
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
	Name      string            `json:"name"`
}

type flow struct {
	From     peer   `json:"from"`
	To       peer   `json:"to"`
	Port     uint16 `json:"port"`
	Protocol string `json:"protocol"`
}

// identities has what the engine knows of each peer, by the peer as text.
type identities map[string]*identity.Identity

const (
	firstPod = 1000
	// Identities of addresses have a scope of their own.
	firstAddress = 1 << 24
)

func newIdentities(names []api.FQDNSelector, traffic []flow) identities {
	all := identities{}
	for _, one := range traffic {
		for _, party := range []peer{one.From, one.To} {
			key := party.key()
			if all[key] != nil {
				continue
			}
			number := identity.NumericIdentity(firstPod + len(all))
			if party.Namespace == "" {
				number = identity.NumericIdentity(firstAddress + len(all))
			}
			all[key] = identity.NewIdentityFromLabelArray(number, party.identityLabels(names))
		}
	}
	return all
}

func (p peer) key() string { return fmt.Sprintf("%s %s %v %s", p.IP, p.Namespace, p.Labels, p.Name) }

func (p peer) identityLabels(names []api.FQDNSelector) labels.LabelArray {
	if p.Namespace != "" {
		own := labels.LabelArray{
			labels.NewLabel(ciliumio.PodNamespaceLabel, p.Namespace, labels.LabelSourceK8s),
			labels.NewLabel(ciliumio.PodNamespaceMetaNameLabel, p.Namespace, labels.LabelSourceK8s),
		}
		for key, value := range p.Labels {
			own = append(own, labels.NewLabel(key, value, labels.LabelSourceK8s))
		}
		return own.Sort()
	}
	address := netip.MustParseAddr(p.IP)
	own := labels.GetCIDRLabelArray(netip.PrefixFrom(address, address.BitLen()))
	// An answer of the DNS gives the address a label for every selector that the name fits.
	for _, selector := range names {
		expression, err := selector.ToRegex()
		if p.Name != "" && err == nil && expression.MatchString(strings.ToLower(p.Name)+".") {
			own = append(own, selector.IdentityLabel())
		}
	}
	return own.Sort()
}

type engine struct {
	known   identities
	manager identitymanager.IDManager
	rules   *policy.Repository
}

func newEngine(rules types.PolicyEntries, known identities) engine {
	initial := identity.IdentityMap{}
	for _, one := range known {
		initial[one.ID] = one.LabelArray
	}
	manager := identitymanager.NewIDManager(quiet)
	repository := policy.NewPolicyRepository(quiet, initial, nil, nil, manager, testpolicy.NewPolicyMetricsNoop())
	repository.GetSelectorCache().SetLocalIdentityNotifier(testidentity.NewDummyIdentityNotifier())
	manager.Subscribe(testpolicy.SelectorCacheObserver{Cache: repository.GetSubjectSelectorCache()})
	repository.MustAddPolicyEntries(rules)
	return engine{known, manager, repository}
}

// allows asks the policies of both ends; only a pod has any.
func (e engine) allows(one flow) (bool, error) {
	protocol, err := u8proto.ParseProtocol(one.Protocol)
	if err != nil {
		return false, err
	}
	verdict, _, _, err := policy.LookupFlow(quiet, e.rules, e.manager, types.Flow{
		From:  e.known[one.From.key()],
		To:    e.known[one.To.key()],
		Proto: protocol,
		Dport: one.Port,
	})
	if err != nil {
		return false, err
	}
	leaves := one.From.Namespace == "" || verdict.Egress == types.DecisionAllowed
	enters := one.To.Namespace == "" || verdict.Ingress == types.DecisionAllowed
	return leaves && enters, nil
}
