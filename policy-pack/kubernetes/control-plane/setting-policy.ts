import type { ControlId } from "../../../controls/index.js";
import {
  type Bad,
  definePolicy,
  type NonEmpty,
  type PartPolicy,
  type Policy,
  type ResourcesExample,
} from "../../policy.js";
import { type Demand, textOf, unmet } from "./demand.js";
import type { PartName } from "./part.js";

/** Programs of which a policy asks settings. */
type Program = Extract<
  PartName,
  "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-proxy" | "kube-scheduler" | "kubelet"
>;

type Written = Pick<
  PartPolicy,
  "id" | "title" | "rationale" | "remediation" | "fix" | "severity" | "profile" | "decidedBy"
>;

/**
 * A policy that is nothing but demands on settings. Its examples come from the rows: all of them right, and each of them
 * wrong; its references are those of the rows, and `serves`.
 */
export function settingPolicy(
  policy: Written & {
    readonly demands: Readonly<Partial<Record<Program, NonEmpty<Demand>>>>;
    /** Controls that all rows together serve. Default: none. */
    readonly serves?: readonly ControlId[];
  },
): Policy {
  const { demands, serves = [], ...written } = policy;
  const rows = Object.entries(demands) as [Program, NonEmpty<Demand>][];
  const references = [...new Set([...rows.flatMap(([, each]) => each.flatMap(({ controls }) => controls)), ...serves])];
  return definePolicy({
    ...written,
    topic: "control-plane",
    subject: "part",
    parts: rows.map(([program]) => program) as unknown as NonEmpty<PartName>,
    references: references as unknown as NonEmpty<ControlId>,
    // Documentation and tests ask for them, and no run of the pack.
    get examples() {
      return examplesOf(rows, policy.fix);
    },
    check: (part) =>
      // Whoever breaks one row breaks what all of them serve.
      unmet(part, demands[part.name as Program] ?? []).map((verdict) =>
        "controls" in verdict ? { ...verdict, controls: [...(verdict.controls ?? []), ...serves] } : verdict,
      ),
  });
}

function examplesOf(rows: readonly (readonly [Program, NonEmpty<Demand>])[], fix: string): PartPolicy["examples"] {
  const good = rows.map(([program, each]) => ({
    name: `${program} as it must be`,
    resources: [exampleOf(program, rightOf(each))] as const,
  }));
  const bad = rows.flatMap(([program, each]) => each.map((demand) => badExample(program, each, demand, fix)));
  return {
    good: good as unknown as NonEmpty<ResourcesExample>,
    bad: bad as unknown as NonEmpty<Bad<ResourcesExample>>,
  };
}

type Values = Readonly<Record<string, unknown>>;

/** Several rows may ask for items of one list. */
function rightOf(demands: readonly Demand[]): Values {
  const values: Record<string, unknown> = {};
  for (const { setting, right } of demands) {
    if (right === undefined) continue;
    values[setting] = values[setting] === undefined ? right : `${values[setting]},${right}`;
  }
  return values;
}

function badExample(program: Program, demands: readonly Demand[], demand: Demand, fix: string): Bad<ResourcesExample> {
  const { setting, wrong, requirement, what } = demand;
  const values: Record<string, unknown> = { ...rightOf(demands.filter((other) => other !== demand)) };
  if (wrong !== undefined) values[setting] = wrong;
  const place = placeOf(program, values, setting);
  const shown = program === "kubelet" || program === "kube-proxy" ? setting : `--${setting}`;
  const asked = what(shown, textOf(wrong));
  return {
    name: `${program}, ${requirement} ${asked}`,
    resources: [exampleOf(program, values)],
    message: `${program} ${requirement} ${asked} (${place}). Fix: ${fix}.`,
  };
}

const FILES: Readonly<Partial<Record<Program, string>>> = {
  kubelet: "kubernetes:kubelet.config.k8s.io/v1beta1:KubeletConfiguration",
  "kube-proxy": "kubernetes:kubeproxy.config.k8s.io/v1alpha1:KubeProxyConfiguration",
};

/** The least file with these settings: a static pod, or what the kubelet and kube-proxy read. */
function exampleOf(program: Program, values: Values): ResourcesExample["resources"][0] {
  const file = FILES[program];
  if (file !== undefined) return { type: file, props: nested(values) };
  return podOf(
    program,
    Object.entries(values).map(([flag, value]) => `--${flag}=${value}`),
  );
}

/** The static pod of an API server, for examples. */
export const apiServerPod = (...flags: readonly string[]): ResourcesExample["resources"][0] =>
  podOf("kube-apiserver", flags);

const podOf = (program: Program, flags: readonly string[]): ResourcesExample["resources"][0] => ({
  type: "kubernetes:core/v1:Pod",
  props: {
    metadata: { name: program, namespace: "kube-system" },
    spec: { containers: [{ name: program, command: [program, ...flags] }] },
  },
});

/** Where the example has the setting; of a pod without it, the command line. */
function placeOf(program: Program, values: Values, setting: string): string {
  if (FILES[program] !== undefined) return setting;
  const index = Object.keys(values).indexOf(setting);
  return `spec.containers[0].command${index < 0 ? "" : `[${index + 1}]`}`;
}

/** `{ "a.b": 1 }` as `{ a: { b: 1 } }`. */
function nested(values: Values): object {
  const result: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) {
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    let within = result;
    for (const step of steps) {
      within[step] ??= {};
      within = within[step] as Record<string, unknown>;
    }
    const [, gate, state] = /^(\w+)=(true|false)$/.exec(String(value)) ?? [];
    within[last] = gate === undefined ? value : { [gate]: state === "true" };
  }
  return result;
}
