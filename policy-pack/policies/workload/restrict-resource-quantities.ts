import type { Breach } from "../../kubernetes/breach.js";
import { eachLastingContainer, onPod } from "../../kubernetes/containers.js";
import type { Resources } from "../../kubernetes/pod-spec.js";
import { compareQuantities, parseQuantity } from "../../kubernetes/quantity.js";
import type { ResourceName } from "../../kubernetes/resources.js";
import { definePolicy } from "../../policy.js";

/** NSA/CISA guide, resource policies: a limit of 0 is none, and the API server refuses the other values. */
export const restrictResourceQuantities = definePolicy({
  id: "restrict-resource-quantities",
  title: "Resource requests and limits must be above 0, and no limit below its request",
  rationale: "A limit of 0 means no limit, and a request of 0 no reservation, though both look as if they were set.",
  remediation: 'Write quantities such as "500m" or "128Mi", and limits that are at least the requests.',
  fix: "use a quantity above 0, such as 500m or 128Mi, and limits from the request on",
  topic: "workload",
  severity: "low",
  profile: "restricted",
  references: ["NSA-NET-12"],
  examples: {
    good: [
      {
        name: "a limit that equals its request in another notation",
        spec: {
          containers: [
            {
              name: "app",
              resources: { requests: { cpu: "1000m", memory: "1Gi" }, limits: { cpu: 1, memory: 2 ** 30 } },
            },
          ],
        },
      },
      { name: "nothing set", spec: { containers: [{ name: "app" }] } },
    ],
    bad: [
      {
        name: "a limit of 0",
        spec: { containers: [{ name: "app", resources: { limits: { cpu: "0", memory: "128Mi" } } }] },
        message:
          'container "app" must set resources.limits.cpu above 0 (spec.containers[0].resources.limits.cpu). Fix: use a quantity above 0, such as 500m or 128Mi, and limits from the request on.',
      },
      {
        name: "a limit below the request",
        spec: {
          containers: [{ name: "app", resources: { requests: { memory: "1Gi" }, limits: { memory: "1G" } } }],
        },
        message:
          'container "app" must not set resources.limits.memory below the request (spec.containers[0].resources.limits.memory). Fix: use a quantity above 0, such as 500m or 128Mi, and limits from the request on.',
      },
      {
        name: "no quantity",
        spec: { resources: { requests: { memory: "128MB" } }, containers: [{ name: "app" }] },
        message:
          "pod must set resources.requests.memory to a quantity (spec.resources.requests.memory). Fix: use a quantity above 0, such as 500m or 128Mi, and limits from the request on.",
      },
    ],
  },
  subject: "workload",
  check: (workload) => [...onPod(workload, ...QUESTIONS), ...eachLastingContainer(workload, ...QUESTIONS)],
});

type Question = (subject: { readonly resources?: Resources }) => Breach;

const NAMES: readonly ResourceName[] = ["cpu", "memory", "ephemeral-storage"];

const QUESTIONS: readonly Question[] = NAMES.flatMap((name): Question[] => [
  isPositive("requests", name),
  isPositive("limits", name),
  ({ resources }) => {
    const limit = resources?.limits?.[name];
    if (limit === undefined) return undefined;
    const request = resources?.requests?.[name];
    if (request === undefined || request === limit) return undefined;
    const [least, most] = [parseQuantity(request), parseQuantity(limit)];
    return least !== undefined && most !== undefined && most.sign > 0 && compareQuantities(most, least) < 0
      ? { must: `must not set resources.limits.${name} below the request`, at: `resources.limits.${name}` }
      : undefined;
  },
]);

function isPositive(kind: "requests" | "limits", name: ResourceName): Question {
  const at = `resources.${kind}.${name}`;
  return ({ resources }) => {
    const value = resources?.[kind]?.[name];
    if (value === undefined) return undefined;
    const parsed = parseQuantity(value);
    if (parsed === undefined) return { must: `must set ${at} to a quantity`, at };
    return parsed.sign > 0 ? undefined : { must: `must set ${at} above 0`, at };
  };
}
