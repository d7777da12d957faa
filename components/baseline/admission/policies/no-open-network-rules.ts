import { NETWORK_POLICY_RULES, NETWORK_VARIABLES, someRule } from "../cel/network.js";
import { objectPolicy } from "../cel/objects.js";

const selectsAll = (selector: string): string =>
  `(size(${selector}.?matchLabels.orValue({})) == 0 && size(${selector}.?matchExpressions.orValue([])) == 0)`;

/** In CEL: whether a rule `r` opens the cluster's own DNS on its port alone, which every namespace has to ask. */
const IS_NAME_RESOLUTION =
  '(!r.isEgress && variables.it.metadata.?namespace.orValue("") == "kube-system" && size(r.ports) > 0 && ' +
  "r.ports.all(p, has(p.port) && type(p.port) == int && p.port == 53 && !has(p.endPort)))";

export const noOpenNetworkRules = objectPolicy({
  id: "no-open-network-rules",
  rules: NETWORK_POLICY_RULES,
  judged: "it.spec",
  variables: NETWORK_VARIABLES,
  checks: [
    { breach: someRule("size(r.peers) == 0"), must: "must not allow every peer in a rule" },
    {
      breach: someRule(
        `!${IS_NAME_RESOLUTION} && r.peers.exists(p, has(p.namespaceSelector) && ${selectsAll("p.namespaceSelector")} && ` +
          `(!has(p.podSelector) || ${selectsAll("p.podSelector")}))`,
      ),
      must: "must not allow every namespace in a rule",
    },
  ],
  fix: "name the peers by selectors",
});
