import { remove } from "../../edit.js";
import { eachContainer } from "../../kubernetes/containers.js";
import type { Container, Handler } from "../../kubernetes/pod-spec.js";
import { definePolicy } from "../../policy.js";
import { matching } from "../../unknown.js";

const HANDLERS: readonly (readonly [path: string, (container: Container) => Handler | undefined])[] = [
  ["livenessProbe", (container) => container.livenessProbe],
  ["readinessProbe", (container) => container.readinessProbe],
  ["startupProbe", (container) => container.startupProbe],
  ["lifecycle.postStart", (container) => container.lifecycle?.postStart],
  ["lifecycle.preStop", (container) => container.lifecycle?.preStop],
];

/** Path of every host that a handler of a container can name. */
const HOSTS = HANDLERS.flatMap(([path, handlerOf]) =>
  (["httpGet", "tcpSocket"] as const).map((action) => ({
    field: `${path}.${action}.host`,
    read: (container: Container) => handlerOf(container)?.[action]?.host ?? "",
  })),
);

/** Pod Security Standards, baseline: hostProbesAndHostLifecycle, in 1.34 and later. */
export const noProbeHosts = definePolicy({
  id: "no-probe-hosts",
  title: "Probes and lifecycle hooks must not name a host",
  rationale:
    "The kubelet makes these requests from the network of the node, so that a host in them reaches what no pod may reach.",
  remediation: "Remove host from httpGet and tcpSocket; the kubelet then asks the pod itself.",
  fix: "remove host from httpGet and tcpSocket",
  topic: "workload",
  severity: "medium",
  profile: "baseline",
  references: ["PSS:hostProbesAndHostLifecycle"],
  fixable: true,
  since: "1.34",
  examples: {
    good: [
      {
        name: "probe of the pod itself",
        spec: { containers: [{ name: "app", livenessProbe: { httpGet: { port: 8080 } } }] },
      },
      {
        name: "before 1.34",
        kubernetesVersion: "1.33",
        spec: { containers: [{ name: "app", livenessProbe: { httpGet: { port: 8080, host: "127.0.0.1" } } }] },
      },
    ],
    bad: [
      {
        name: "liveness probe",
        spec: { containers: [{ name: "app", livenessProbe: { httpGet: { port: 8080, host: "127.0.0.1" } } }] },
        message:
          'container "app" must not set host in probes or lifecycle hooks (spec.containers[0]). Fix: remove host from httpGet and tcpSocket.',
      },
      {
        name: "lifecycle hook",
        spec: { containers: [{ name: "app", lifecycle: { preStop: { tcpSocket: { port: 22, host: "10.0.0.1" } } } }] },
        message:
          'container "app" must not set host in probes or lifecycle hooks (spec.containers[0]). Fix: remove host from httpGet and tcpSocket.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachContainer(workload, (container) => {
      const hosts = matching(HOSTS, ({ read }) => read(container) !== "");
      const fix = hosts.map(({ field }) => remove(field));
      const [host] = hosts;
      return host && { must: "must not set host in probes or lifecycle hooks", field: host.field, fix };
    }),
});
