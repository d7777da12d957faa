import { set } from "../../edit.js";
import { eachSecurityContext } from "../../kubernetes/security-context.js";
import { definePolicy } from "../../policy.js";

/** Pod Security Standards, baseline: windowsHostProcess. */
export const noWindowsHostProcess = definePolicy({
  id: "no-windows-host-process",
  title: "Windows containers must not be host processes",
  rationale: "A HostProcess container runs on the Windows node itself, without isolation.",
  remediation: "Remove windowsOptions.hostProcess.",
  fix: "remove windowsOptions.hostProcess",
  topic: "workload",
  severity: "critical",
  profile: "baseline",
  references: ["PSS:windowsHostProcess", "NSA-POD-10", "CIS-K8S-5.2.10"],
  fixable: true,
  examples: {
    good: [
      {
        name: "hostProcess=false",
        spec: { containers: [{ name: "app", securityContext: { windowsOptions: { hostProcess: false } } }] },
      },
    ],
    bad: [
      {
        name: "pod and container",
        spec: {
          hostNetwork: true,
          securityContext: { windowsOptions: { hostProcess: true } },
          containers: [{ name: "app", securityContext: { windowsOptions: { hostProcess: true } } }],
        },
        message:
          'pod must not set securityContext.windowsOptions.hostProcess=true (spec); container "app" must not set securityContext.windowsOptions.hostProcess=true (spec.containers[0]). Fix: remove windowsOptions.hostProcess.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachSecurityContext(workload, ({ windowsOptions }) =>
      windowsOptions?.hostProcess === true
        ? {
            must: "must not set securityContext.windowsOptions.hostProcess=true",
            fix: set("securityContext.windowsOptions.hostProcess", false),
          }
        : undefined,
    ),
});
