import { LINUX_CAPABILITIES } from "../../../controls/linux-capabilities.js";
import { append, remove } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { shownNames } from "../../kubernetes/linux.js";
import { isWindows } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { matchingIndexes, some } from "../../unknown.js";
import { unless } from "../../verdict.js";

const DROP = 'must set securityContext.capabilities.drop=["ALL"]';

/** Pod Security Standards, restricted: capabilities_restricted. */
export const requireDroppedCapabilities = definePolicy({
  id: "require-dropped-capabilities",
  title: "Containers must drop all capabilities and add at most NET_BIND_SERVICE",
  rationale:
    "The default capabilities let a process change owners, make devices and forge packets, which hardly any process needs.",
  remediation: "Set securityContext.capabilities.drop to [ALL]; add NET_BIND_SERVICE only for ports below 1024.",
  fix: "set capabilities.drop to [ALL], add at most NET_BIND_SERVICE",
  topic: "workload",
  severity: "high",
  profile: "restricted",
  references: ["PSS:capabilities_restricted", "NSA-POD-16", "CIS-K8S-5.2.8", "CIS-K8S-5.2.9"],
  fixable: true,
  examples: {
    good: [
      {
        name: "drop ALL",
        spec: {
          containers: [
            { name: "app", securityContext: { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } } },
          ],
        },
      },
      { name: "a Windows pod", spec: { os: { name: "windows" }, containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "unset",
        spec: { containers: [{ name: "app" }] },
        message:
          'container "app" must set securityContext.capabilities.drop=["ALL"] (spec.containers[0]). Fix: set capabilities.drop to [ALL], add at most NET_BIND_SERVICE.',
      },
      {
        name: "adds CHOWN",
        spec: { containers: [{ name: "app", securityContext: { capabilities: { drop: ["ALL"], add: ["CHOWN"] } } }] },
        message:
          'container "app" must not add capabilities: CHOWN (spec.containers[0]). Fix: set capabilities.drop to [ALL], add at most NET_BIND_SERVICE.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    unless(
      () => isWindows(workload),
      eachContainer(
        workload,
        ({ securityContext }) => {
          const drop = securityContext?.capabilities?.drop;
          if (some(drop, (capability) => capability === "ALL")) return undefined;
          const fix = append("securityContext.capabilities.drop", "ALL");
          return drop === undefined ? { missing: DROP, fix } : { must: DROP, fix };
        },
        ({ securityContext }) => {
          const { add = [] } = securityContext?.capabilities ?? {};
          const wrong = matchingIndexes(add, (capability) => capability !== "NET_BIND_SERVICE");
          const added = wrong.map((index) => add[index] ?? "");
          return added.length === 0
            ? undefined
            : {
                must: `must not add capabilities: ${shownNames(added, (name) => LINUX_CAPABILITIES.has(name))}`,
                field: "securityContext.capabilities.add",
                fix: wrong.map((index) => remove(["securityContext", "capabilities", "add", index])),
              };
        },
      ),
    ),
});
