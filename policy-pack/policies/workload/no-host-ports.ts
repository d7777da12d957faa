import { eachContainer } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";
import { firstIndex } from "../../unknown.js";

/** Pod Security Standards, baseline: hostPorts. */
export const noHostPorts = definePolicy({
  id: "no-host-ports",
  title: "Containers must not bind ports of their node",
  rationale: "A host port bypasses Services and network policies and takes the port from the whole node.",
  remediation: "Remove hostPort and expose the container by a Service.",
  fix: "remove hostPort and use a Service",
  topic: "workload",
  severity: "medium",
  profile: "baseline",
  references: ["PSS:hostPorts", "NSA-POD-12", "CIS-K8S-5.2.12", "V-242414"],
  examples: {
    good: [
      { name: "container port only", spec: { containers: [{ name: "app", ports: [{ containerPort: 8080 }] }] } },
      { name: "hostPort 0", spec: { containers: [{ name: "app", ports: [{ containerPort: 8080, hostPort: 0 }] }] } },
    ],
    bad: [
      {
        name: "a host port",
        spec: { containers: [{ name: "app", ports: [{ containerPort: 8080 }, { containerPort: 80, hostPort: 80 }] }] },
        message:
          'container "app" must not set ports[].hostPort (spec.containers[0]). Fix: remove hostPort and use a Service.',
      },
    ],
  },
  subject: "workload",
  check: (workload) =>
    eachContainer(workload, ({ ports }) => {
      const index = firstIndex(ports, ({ hostPort = 0 }) => hostPort !== 0);
      return index < 0 ? undefined : { must: "must not set ports[].hostPort", field: `ports[${index}].hostPort` };
    }),
});
