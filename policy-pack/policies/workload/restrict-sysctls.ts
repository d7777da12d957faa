import { remove } from "../../edit.js";
import { onPod } from "../../kubernetes/containers.js";
import { SYSCTL, shownNames } from "../../kubernetes/linux.js";
import { definePolicy } from "../../policy.js";
import { matchingIndexes } from "../../unknown.js";

/** Kernel parameters that stay in their pod, and the minor version of Kubernetes from which they count as safe. */
const SAFE_SINCE: ReadonlyMap<string, number> = new Map([
  ["kernel.shm_rmid_forced", 0],
  ["net.ipv4.ip_local_port_range", 0],
  ["net.ipv4.tcp_syncookies", 0],
  ["net.ipv4.ping_group_range", 0],
  ["net.ipv4.ip_unprivileged_port_start", 0],
  ["net.ipv4.ip_local_reserved_ports", 27],
  ["net.ipv4.tcp_keepalive_time", 29],
  ["net.ipv4.tcp_fin_timeout", 29],
  ["net.ipv4.tcp_keepalive_intvl", 29],
  ["net.ipv4.tcp_keepalive_probes", 29],
  ["net.ipv4.tcp_rmem", 32],
  ["net.ipv4.tcp_wmem", 32],
  ["net.ipv4.tcp_slow_start_after_idle", 37],
  ["net.ipv4.tcp_notsent_lowat", 37],
]);

/** Pod Security Standards, baseline: sysctls; the safe set grew in 1.27, 1.29, 1.32 and 1.37. */
export const restrictSysctls = definePolicy({
  id: "restrict-sysctls",
  title: "Pods must not set kernel parameters outside the safe set",
  rationale: "Most kernel parameters reach beyond their pod and can take a node down.",
  remediation: "Remove the entry from securityContext.sysctls, or set it on the nodes that need it.",
  fix: "remove the entry from securityContext.sysctls",
  topic: "workload",
  severity: "medium",
  profile: "baseline",
  references: ["PSS:sysctls"],
  fixable: true,
  examples: {
    good: [
      {
        name: "a safe one",
        spec: {
          securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }] },
          containers: [{ name: "app" }],
        },
      },
      {
        name: "safe since 1.37",
        spec: {
          securityContext: { sysctls: [{ name: "net.ipv4.tcp_notsent_lowat", value: "1" }] },
          containers: [{ name: "app" }],
        },
      },
    ],
    bad: [
      {
        name: "an unsafe one",
        spec: {
          securityContext: { sysctls: [{ name: "kernel.msgmax", value: "65536" }] },
          containers: [{ name: "app" }],
        },
        message:
          "pod must not set sysctls outside the safe set: kernel.msgmax (spec). Fix: remove the entry from securityContext.sysctls.",
      },
      {
        name: "not yet safe in 1.36",
        kubernetesVersion: "1.36",
        spec: {
          securityContext: { sysctls: [{ name: "net.ipv4.tcp_notsent_lowat", value: "1" }] },
          containers: [{ name: "app" }],
        },
        message:
          "pod must not set sysctls outside the safe set: net.ipv4.tcp_notsent_lowat (spec). Fix: remove the entry from securityContext.sysctls.",
      },
    ],
  },
  subject: "workload",
  check: (workload, { kubernetesMinor }) =>
    onPod(workload, ({ securityContext }) => {
      const { sysctls = [] } = securityContext ?? {};
      const unsafe = matchingIndexes(
        sysctls,
        // Without a name it is not in the safe set either.
        ({ name = "" }) => !((SAFE_SINCE.get(name) ?? Number.POSITIVE_INFINITY) <= kubernetesMinor),
      );
      const names = unsafe.map((index) => sysctls[index]?.name ?? "");
      return unsafe.length === 0
        ? undefined
        : {
            must: `must not set sysctls outside the safe set: ${shownNames(names, (name) => SYSCTL.test(name))}`,
            field: "securityContext.sysctls",
            fix: unsafe.map((index) => remove(["securityContext", "sysctls", index])),
          };
    }),
});
