import { objectPolicy } from "../cel/objects.js";

const RULES = "(variables.it.spec.?ingress.orValue([]) + variables.it.spec.?egress.orValue([]))";
const PORTS = "r.?ports.orValue([])";

export const requireNetworkRulePorts = objectPolicy({
  id: "require-network-rule-ports",
  rules: [{ apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], operations: ["CREATE", "UPDATE"] }],
  judged: "it.spec",
  checks: [
    { breach: `${RULES}.exists(r, size(${PORTS}) == 0)`, must: "must set the ports of each rule" },
    {
      breach: `${RULES}.exists(r, ${PORTS}.exists(p, !has(p.port)))`,
      must: "must set the port of each entry of ports",
    },
    {
      breach: `${RULES}.exists(r, ${PORTS}.exists(p, p.?endPort.orValue(0) >= 65535 && type(p.port) == int && p.port <= 1))`,
      must: "must not open every port",
    },
  ],
  fix: "list the ports that are needed",
});
