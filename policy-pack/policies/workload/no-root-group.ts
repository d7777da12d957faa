import { onPod } from "../../kubernetes/containers.js";
import { eachSecurityContext, isRelaxedForUserNamespace } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { firstIndex } from "../../unknown.js";
import { unless } from "../../verdict.js";

/** NSA/CISA guide 1.0, table I (runAsGroup, supplementalGroups, fsGroup); not in the Pod Security Standards. */
export const noRootGroup = definePolicy({
  id: "no-root-group",
  title: "Containers must not be in group 0",
  rationale: "Files of images and nodes are often readable or writable for group 0, whatever the user.",
  remediation: "Set runAsGroup, fsGroup and every entry of supplementalGroups to a number above 0, or remove them.",
  fix: "use a group above 0",
  topic: "workload",
  severity: "medium",
  profile: "restricted",
  references: ["NSA-POD-14", "NSA-POD-01"],
  examples: {
    good: [
      {
        name: "other groups",
        spec: {
          securityContext: { runAsGroup: 1000, fsGroup: 2000, supplementalGroups: [3000] },
          containers: [{ name: "app", securityContext: { runAsGroup: 1001 } }],
        },
      },
      {
        name: "user namespace since 1.35",
        spec: { hostUsers: false, securityContext: { runAsGroup: 0 }, containers: [{ name: "app" }] },
      },
    ],
    bad: [
      {
        name: "a container's group",
        spec: {
          securityContext: { runAsGroup: 1000 },
          containers: [{ name: "app" }, { name: "sidecar", securityContext: { runAsGroup: 0 } }],
        },
        message:
          'container "sidecar" must not set securityContext.runAsGroup=0 (spec.containers[1].securityContext.runAsGroup). Fix: use a group above 0.',
      },
      {
        name: "the groups of volumes and of the pod",
        spec: {
          securityContext: { fsGroup: 0, supplementalGroups: [3000, 0] },
          containers: [{ name: "app" }],
        },
        message:
          "pod must not set securityContext.fsGroup=0 (spec.securityContext.fsGroup); pod must not have 0 in securityContext.supplementalGroups (spec.securityContext.supplementalGroups[1]). Fix: use a group above 0.",
      },
    ],
  },
  subject: "workload",
  check: (workload, context) =>
    unless(
      () => isRelaxedForUserNamespace(workload, context),
      [
        ...eachSecurityContext(workload, ({ runAsGroup }) =>
          runAsGroup === 0
            ? { must: "must not set securityContext.runAsGroup=0", at: "securityContext.runAsGroup" }
            : undefined,
        ),
        ...onPod(
          workload,
          ({ securityContext }) =>
            securityContext?.fsGroup === 0
              ? { must: "must not set securityContext.fsGroup=0", at: "securityContext.fsGroup" }
              : undefined,
          ({ securityContext }) => {
            const index = firstIndex(securityContext?.supplementalGroups, (group) => group === 0);
            return index < 0
              ? undefined
              : {
                  must: "must not have 0 in securityContext.supplementalGroups",
                  at: `securityContext.supplementalGroups[${index}]`,
                };
          },
        ),
      ],
    ),
});
