import { set } from "../../edit.js";
import { annotationVerdicts } from "../../kubernetes/containers.js";
import { eachSecurityContext } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";

const ALLOWED: ReadonlySet<string | undefined> = new Set(["RuntimeDefault", "Localhost"]);
const ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

/** Pod Security Standards, baseline: appArmorProfile, the field and the annotation before it. */
export const restrictApparmorProfiles = definePolicy({
  id: "restrict-apparmor-profiles",
  title: "AppArmor must not be switched off",
  rationale: "Without an AppArmor profile a container may call and open whatever its user may.",
  remediation: "Remove the profile, or set it to RuntimeDefault or Localhost.",
  fix: "remove it, or use RuntimeDefault or Localhost",
  topic: "workload",
  severity: "high",
  profile: "baseline",
  references: ["PSS:appArmorProfile", "NSA-POD-18"],
  fixable: true,
  examples: {
    good: [
      { name: "profile unset", spec: { containers: [{ name: "app" }] } },
      {
        name: "RuntimeDefault",
        spec: { securityContext: { appArmorProfile: { type: "RuntimeDefault" } }, containers: [{ name: "app" }] },
      },
      {
        name: "annotation localhost/*",
        metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/app": "localhost/strict" } },
        spec: { containers: [{ name: "app" }] },
      },
    ],
    bad: [
      {
        name: "Unconfined",
        spec: { containers: [{ name: "app", securityContext: { appArmorProfile: { type: "Unconfined" } } }] },
        message:
          'container "app" must not set securityContext.appArmorProfile to another type than RuntimeDefault or Localhost (spec.containers[0]). Fix: remove it, or use RuntimeDefault or Localhost.',
      },
      {
        name: "annotation unconfined",
        metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" } },
        spec: { containers: [{ name: "app" }] },
        message:
          'container "app" must not have an AppArmor annotation other than runtime/default or localhost/* (metadata.annotations). Fix: remove it, or use RuntimeDefault or Localhost.',
      },
    ],
  },
  subject: "workload",
  check: (workload) => [
    ...eachSecurityContext(workload, ({ appArmorProfile }) =>
      appArmorProfile !== undefined && !ALLOWED.has(appArmorProfile.type)
        ? {
            must: "must not set securityContext.appArmorProfile to another type than RuntimeDefault or Localhost",
            fix: set("securityContext.appArmorProfile.type", "RuntimeDefault"),
          }
        : undefined,
    ),
    ...annotationVerdicts(workload, ANNOTATION, (value, key) =>
      value === "" || value === "runtime/default" || value.startsWith("localhost/")
        ? undefined
        : {
            must: "must not have an AppArmor annotation other than runtime/default or localhost/*",
            fix: set([key], "runtime/default"),
          },
    ),
  ],
});
