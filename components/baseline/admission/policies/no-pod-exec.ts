import { type Power, powerPolicy } from "../cel/powers.js";

export const noPodExec = powerPolicy(
  "no-pod-exec",
  [
    ...["exec", "attach", "portforward", "proxy"].map(
      // A websocket is opened by GET.
      (subresource): Power => ({ verbs: ["get", "create"], group: "", resource: "pods", subresource, named: "counts" }),
    ),
    { verbs: ["update", "patch"], group: "", resource: "pods", subresource: "ephemeralcontainers", named: "counts" },
  ],
  "must not lead into running containers",
  "keep it for a break-glass role",
);
