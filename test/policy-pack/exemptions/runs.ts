import { evaluator } from "../../../policy-pack/evaluate.js";
import { ExemptionBook } from "../../../policy-pack/exemptions/book.js";
import type { CentralRules } from "../../../policy-pack/exemptions/file.js";
import { factsOf } from "../../../policy-pack/exemptions/match.js";
import type { Exemption } from "../../../policy-pack/exemptions.js";
import type { Finding } from "../../../policy-pack/finding.js";
import { policies } from "../../../policy-pack/policies/index.js";
import type { Resource } from "../../../policy-pack/policy.js";
import { plain } from "../../../policy-pack/unknown.js";
import { COMPLIANT_POD } from "../pods.js";

/** The day on which these tests are. */
export const TODAY = "2026-06-15";

export const IDS = policies.map(({ id }) => id);

/** An exemption from `no-host-namespaces` for what is named `web`, until the end of 2026. */
export const exemption = (changes: Partial<Exemption> = {}): Exemption => ({
  policies: ["no-host-namespaces"],
  match: { name: "web" },
  reason: "The agent reads the processes of its node.",
  owner: "team-shop",
  expires: "2026-12-31",
  channel: "file",
  statedAt: "exemptions.yaml:2",
  ...changes,
});

interface PodOptions {
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly namespace?: string;
  readonly parent?: string;
  readonly spec?: object;
}

export const urnOf = (name: string): string => `urn:pulumi:dev::test::kubernetes:core/v1:Pod::${name}`;

/** A pod that shares the process ids of its node, and breaks nothing else. */
export const sharingPod = (name: string, options: PodOptions = {}): Resource => {
  const { annotations, namespace = "shop", parent, spec = { hostPID: true } } = options;
  return {
    type: "kubernetes:core/v1:Pod",
    urn: urnOf(name),
    name,
    props: plain({ metadata: { name, namespace, annotations }, spec: { ...COMPLIANT_POD, ...spec } }),
    parent,
  };
};

/** Judges resources one by one as the engine does, with the exemptions. */
export function run(
  resources: readonly Resource[],
  stated: readonly Exemption[] = [],
  rules?: Partial<CentralRules>,
  today = TODAY,
): { readonly findings: Finding[]; readonly book: ExemptionBook } {
  const central = { neverExempt: new Set<string>(), maximumDays: {}, ...rules };
  const book = new ExemptionBook({ policies, today, stated, rules: central });
  const { resource: judge } = evaluator(policies);
  const findings = resources.flatMap((resource) => {
    book.note(resource);
    return judge(resource).map((finding) => book.apply(finding, factsOf(resource)));
  });
  return { findings, book };
}

/** Status of each finding, by resource. */
export const statuses = (findings: readonly Finding[]): (readonly [string, string])[] =>
  findings.map(({ resource, status }) => [resource.name, status]);
