import { NETWORK_POLICY_RULES, NETWORK_VARIABLES, someRule } from "../cel/network.js";
import { objectPolicy } from "../cel/objects.js";

export const requireNetworkRulePorts = objectPolicy({
  id: "require-network-rule-ports",
  rules: NETWORK_POLICY_RULES,
  judged: "it.spec",
  variables: NETWORK_VARIABLES,
  checks: [
    { breach: someRule("size(r.ports) == 0"), must: "must set the ports of each rule" },
    { breach: someRule("r.ports.exists(p, !has(p.port))"), must: "must set the port of each entry of ports" },
    {
      breach: someRule("r.ports.exists(p, p.?endPort.orValue(0) >= 65535 && type(p.port) == int && p.port <= 1)"),
      must: "must not open every port",
    },
  ],
  fix: "list the ports that are needed",
});
