import { BASELINE_CAPABILITIES, LINUX_CAPABILITIES } from "../../../controls/linux-capabilities.js";
import { remove } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import { shownNames } from "../../kubernetes/linux.js";
import { definePolicy } from "../../policy.js";
import { matchingIndexes } from "../../unknown.js";

/** Pod Security Standards, baseline: capabilities_baseline. */
export const restrictAddedCapabilities = definePolicy({
  id: "restrict-added-capabilities",
  title: "Containers must not add capabilities beyond the default set",
  rationale: "Capabilities beyond the default set change the node, its network or other processes.",
  remediation: "Remove the capability from capabilities.add.",
  fix: "remove it from capabilities.add",
  topic: "workload",
  severity: "high",
  profile: "baseline",
  references: ["PSS:capabilities_baseline", "NSA-POD-16", "CIS-K8S-5.2.8", "CIS-K8S-5.2.9"],
  fixable: true,
  examples: {
    good: [
      {
        name: "a default capability",
        spec: { containers: [{ name: "app", securityContext: { capabilities: { add: ["CHOWN"] } } }] },
      },
    ],
    bad: [
      {
        name: "SYS_ADMIN",
        spec: {
          containers: [{ name: "app", securityContext: { capabilities: { add: ["SYS_ADMIN", "CHOWN", "NET_RAW"] } } }],
        },
        message:
          'container "app" must not add capabilities beyond the default set: NET_RAW, SYS_ADMIN (spec.containers[0]). Fix: remove it from capabilities.add.',
      },
      {
        name: "no capability at all",
        spec: { containers: [{ name: "app", securityContext: { capabilities: { add: ["cap_sys_admin"] } } }] },
        message:
          'container "app" must not add capabilities beyond the default set: one of unknown name (spec.containers[0]). Fix: remove it from capabilities.add.',
      },
      {
        name: "null, which the API reads as a capability without a name",
        spec: { containers: [{ name: "app", securityContext: { capabilities: { add: [null] } } }] },
        message:
          'container "app" must not add capabilities beyond the default set: one of unknown name (spec.containers[0]). Fix: remove it from capabilities.add.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachContainer(workload, ({ securityContext }) => {
      const { add = [] } = securityContext?.capabilities ?? {};
      const wrong = matchingIndexes(add, (capability) => !BASELINE_CAPABILITIES.has(capability));
      const added = wrong.map((index) => add[index] ?? "");
      return added.length === 0
        ? undefined
        : {
            must: `must not add capabilities beyond the default set: ${shownNames(added, (name) => LINUX_CAPABILITIES.has(name))}`,
            field: "securityContext.capabilities.add",
            fix: wrong.map((index) => remove(["securityContext", "capabilities", "add", index])),
          };
    }),
});
