import { remove } from "../../edit.js";
import { eachSecurityContext } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";
import { matching } from "../../unknown.js";

const TYPES: ReadonlySet<string> = new Set(["", "container_t", "container_init_t", "container_kvm_t"]);
const TYPES_SINCE_1_31: ReadonlySet<string> = new Set([...TYPES, "container_engine_t"]);

/** Pod Security Standards, baseline: seLinuxOptions. */
export const restrictSelinuxOptions = definePolicy({
  id: "restrict-selinux-options",
  title: "SELinux options must be those of containers",
  rationale: "Another SELinux type, user or role takes the container out of the confinement of containers.",
  remediation: "Remove seLinuxOptions.user and role, and use one of the container types.",
  fix: "remove user, role and custom types from seLinuxOptions",
  topic: "workload",
  severity: "medium",
  profile: "baseline",
  references: ["PSS:seLinuxOptions", "NSA-POD-17"],
  fixable: true,
  examples: {
    good: [
      {
        name: "a container type",
        spec: {
          securityContext: { seLinuxOptions: { type: "container_t", level: "s0:c1,c2" } },
          containers: [{ name: "app" }],
        },
      },
      {
        name: "container_engine_t since 1.31",
        spec: { containers: [{ name: "app", securityContext: { seLinuxOptions: { type: "container_engine_t" } } }] },
      },
    ],
    bad: [
      {
        name: "custom type",
        spec: { containers: [{ name: "app", securityContext: { seLinuxOptions: { type: "spc_t" } } }] },
        message:
          'container "app" must not set a user, role or custom type in securityContext.seLinuxOptions (spec.containers[0]). Fix: remove user, role and custom types from seLinuxOptions.',
      },
      {
        name: "user on the pod",
        spec: { securityContext: { seLinuxOptions: { user: "system_u" } }, containers: [{ name: "app" }] },
        message:
          "pod must not set a user, role or custom type in securityContext.seLinuxOptions (spec). Fix: remove user, role and custom types from seLinuxOptions.",
      },
      {
        name: "container_engine_t before 1.31",
        kubernetesVersion: "1.30",
        spec: { containers: [{ name: "app", securityContext: { seLinuxOptions: { type: "container_engine_t" } } }] },
        message:
          'container "app" must not set a user, role or custom type in securityContext.seLinuxOptions (spec.containers[0]). Fix: remove user, role and custom types from seLinuxOptions.',
      },
    ],
  },
  subject: "workload",
  check: (workload, { kubernetesMinor }) => {
    const allowed = kubernetesMinor >= 31 ? TYPES_SINCE_1_31 : TYPES;
    return eachSecurityContext(workload, ({ seLinuxOptions = {} }) => {
      const wrong = matching(["type", "user", "role"] as const, (field) =>
        field === "type" ? !allowed.has(seLinuxOptions.type ?? "") : (seLinuxOptions[field] ?? "") !== "",
      );
      return wrong.length > 0
        ? {
            must: "must not set a user, role or custom type in securityContext.seLinuxOptions",
            field: "securityContext.seLinuxOptions",
            fix: wrong.map((field) => remove(["securityContext", "seLinuxOptions", field])),
          }
        : undefined;
    });
  },
});
