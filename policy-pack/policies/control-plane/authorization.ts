import { attemptAll } from "../../kubernetes/containers.js";
import { inFile, itemsOf, textOf } from "../../kubernetes/control-plane/demand.js";
import type { Part } from "../../kubernetes/control-plane/part.js";
import { apiServerPod } from "../../kubernetes/control-plane/setting-policy.js";
import { list, object, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";
import { matching, some } from "../../unknown.js";
import type { Verdict } from "../../verdict.js";

const FILE = "kubernetes:apiserver.config.k8s.io/v1:AuthorizationConfiguration";

const authorizers = list(object({ type: text, webhook: object({ failurePolicy: text }) }));

const NODE_AND_RBAC = [
  { mode: "Node", controls: ["CIS-K8S-1.2.7", "V-242382", "NSA-AUTH-07"] },
  { mode: "RBAC", controls: ["CIS-K8S-1.2.8", "V-242382", "NSA-AUTH-07"] },
] as const;

/** The API server allows everything where neither flag nor file says otherwise. */
export const restrictAuthorizationModes = definePolicy({
  id: "restrict-authorization-modes",
  title: "The API server must authorize by Node and RBAC, and must not allow everything",
  rationale:
    "With AlwaysAllow whoever has signed in is administrator; without Node a stolen kubelet reads the Secrets of all nodes.",
  remediation:
    "Set --authorization-mode=Node,RBAC, or the same by an AuthorizationConfiguration whose webhooks fail closed.",
  fix: "authorize by Node and RBAC, with webhooks that deny on failure",
  topic: "control-plane",
  severity: "critical",
  profile: "baseline",
  references: ["CIS-K8S-1.2.6", "CIS-K8S-1.2.7", "CIS-K8S-1.2.8", "V-242382", "NSA-AUTH-07"],
  examples: {
    good: [
      { name: "both by the flag", resources: [apiServerPod("--authorization-mode=Node,RBAC")] },
      {
        name: "both by the file, and a webhook that fails closed",
        resources: [
          {
            type: FILE,
            props: {
              authorizers: [
                { type: "Webhook", name: "policy", webhook: { failurePolicy: "Deny" } },
                { type: "Node", name: "node" },
                { type: "RBAC", name: "rbac" },
              ],
            },
          },
        ],
      },
    ],
    bad: [
      {
        name: "the default",
        resources: [apiServerPod("--profiling=false")],
        message:
          "kube-apiserver must authorize by Node, RBAC (spec.containers[0].command). Fix: authorize by Node and RBAC, with webhooks that deny on failure.",
      },
      {
        name: "everything allowed at the end",
        resources: [apiServerPod("--authorization-mode=Node,RBAC,AlwaysAllow")],
        message:
          "kube-apiserver must not authorize by AlwaysAllow (spec.containers[0].command[1]). Fix: authorize by Node and RBAC, with webhooks that deny on failure.",
      },
      {
        name: "a file without Node",
        resources: [{ type: FILE, props: { authorizers: [{ type: "RBAC", name: "rbac" }] } }],
        message:
          "AuthorizationConfiguration must authorize by Node (authorizers). Fix: authorize by Node and RBAC, with webhooks that deny on failure.",
      },
      {
        name: "a webhook that is skipped when it fails",
        resources: [
          {
            type: FILE,
            props: {
              authorizers: [
                { type: "Webhook", webhook: { failurePolicy: "NoOpinion" } },
                { type: "Node" },
                { type: "RBAC" },
              ],
            },
          },
        ],
        message:
          "AuthorizationConfiguration must not set failurePolicy=NoOpinion (authorizers[0].webhook.failurePolicy). Fix: authorize by Node and RBAC, with webhooks that deny on failure.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "AuthorizationConfiguration"],
  decidedBy: [{ part: "kube-apiserver", setting: "authorization-config", file: "AuthorizationConfiguration" }],
  check: (part) => (part.name === "kube-apiserver" ? byFlag(part) : byFile(part)),
});

function byFlag(part: Part): readonly Verdict[] {
  const setting = "authorization-mode";
  const modes = () => itemsOf(part.value(setting));
  return [
    ...inFile(part, part.name, setting, () =>
      modes().includes("AlwaysAllow")
        ? { requirement: "must not authorize by AlwaysAllow", controls: ["CIS-K8S-1.2.6", "NSA-AUTH-07"] }
        : undefined,
    ),
    ...NODE_AND_RBAC.flatMap(({ mode, controls }) =>
      inFile(part, part.name, setting, () =>
        modes().includes(mode)
          ? undefined
          : {
              requirement: "must authorize by",
              what: mode,
              controls,
              missing: textOf(part.value(setting)) === undefined,
            },
      ),
    ),
  ];
}

function byFile(part: Part): readonly Verdict[] {
  const all = () => authorizers(part.value("authorizers"));
  return [
    ...NODE_AND_RBAC.flatMap(({ mode, controls }) =>
      inFile(part, part.name, "authorizers", () =>
        some(all(), ({ type }) => type === mode)
          ? undefined
          : { requirement: "must authorize by", what: mode, controls, missing: true },
      ),
    ),
    ...inFile(part, part.name, "authorizers", () =>
      matching(all(), ({ type }) => type === "AlwaysAllow").length > 0
        ? { requirement: "must not authorize by AlwaysAllow", controls: ["CIS-K8S-1.2.6", "NSA-AUTH-07"] }
        : undefined,
    ),
    ...attemptAll(() =>
      [...(all()?.keys() ?? [])].flatMap((index) =>
        inFile(part, part.name, `authorizers[${index}].webhook.failurePolicy`, () =>
          all()?.[index]?.webhook?.failurePolicy === "NoOpinion"
            ? { requirement: "must not set failurePolicy=NoOpinion", controls: ["NSA-AUTH-07"] }
            : undefined,
        ),
      ),
    ),
  ];
}
