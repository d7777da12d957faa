import { powerPolicy } from "../cel/powers.js";

export const noNodeProxy = powerPolicy(
  "no-node-proxy",
  [
    // Even get is enough: the kubelet runs commands by a websocket, which is opened by GET.
    {
      verbs: ["get", "create", "update", "patch", "delete"],
      group: "",
      resource: "nodes",
      subresource: "proxy",
      named: "counts",
    },
  ],
  "must not allow nodes/proxy",
  "allow nodes/metrics, nodes/stats or nodes/log instead",
);
