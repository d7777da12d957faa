import type { CheckReport, LocatedFinding } from "../../../cli/check/report.js";
import type { Exemption } from "../../../policy-pack/exemptions.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { NO_CONFIGURATION, select } from "../../../policy-pack/selection.js";

export const EXEMPTION: Exemption = {
  policies: ["no-host-namespaces"],
  match: { name: "web", namespace: "shop" },
  reason: "The exporter needs the host's network.",
  owner: "team-observability",
  expires: "2026-12-10",
  channel: "file",
  statedAt: "exemptions.yaml:12",
};

type FindingParts = Partial<Omit<LocatedFinding, "resource">> & {
  readonly resource?: Partial<LocatedFinding["resource"]>;
};

/** A finding that says what is given; the rest is a violation of `no-privileged-containers` by a Deployment. */
export function finding({ resource, ...rest }: FindingParts = {}): LocatedFinding {
  return {
    policy: "no-privileged-containers",
    controls: ["PSS:privileged", "NSA-POD-10"],
    severity: "critical",
    status: "violation",
    enforcement: "mandatory",
    resource: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      namespace: "shop",
      name: "web",
      type: "kubernetes:apps/v1:Deployment",
      file: "deploy/web.yaml",
      line: 12,
      ...resource,
    },
    path: "spec.template.spec.containers[0].securityContext.privileged",
    containers: ["app"],
    message:
      'container "app" must not set securityContext.privileged=true (spec.template.spec.containers[0]). Fix: remove securityContext.privileged.',
    remediation: "Remove securityContext.privileged.",
    ...rest,
  };
}

/** A report that says what is given, of one file with Deployments. */
export function report(parts: Partial<CheckReport> = {}): CheckReport {
  return {
    selection: select(policies, NO_CONFIGURATION),
    findings: [],
    objects: 3,
    files: 1,
    types: new Set(["kubernetes:apps/v1:Deployment"]),
    skipped: [],
    problems: [],
    exemptions: [],
    ...parts,
  };
}

/** Texts of a file that would do harm where a report took them for its own. */
export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</script></style></details></code><h1>x</h1>",
  "<!-- <![CDATA[ ]]> -->",
  "&lt;b&gt; &amp; &#60;",
  "[link](javascript:alert(1)) ![image](https://evil.example/x.png)",
  "<https://evil.example> https://evil.example www.evil.example a@evil.example",
  "@octocat #12 org/repo#3",
  "`code` ``` *a* __b__ ~~c~~ $d$ :shell:",
  "| a | b |",
  "- item",
  "1. item",
  "# heading",
  "> quote",
  "[^1]: note",
  "line\nbreak\r\n\n\n    indented",
  "\u0000\u001b[31m\u202ereversed\u2028",
  "half a pair \ud800 and \udc00",
  "\ufffe\uffff\u0085",
  "\\",
];

/** The text as a report for people has it: what is no visible character is shown as a sign. */
export const asShown = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu, "\ufffd");

/** A report with the text wherever a file, an object or a person can put one. */
export function reportSaying(text: string): CheckReport {
  const exemption = { ...EXEMPTION, reason: text, owner: text, statedAt: text, match: { name: text, urn: text } };
  const resource = { name: text, namespace: text, kind: text, file: text };
  return report({
    findings: [
      finding({ resource, containers: [text], path: text, message: `container "${text}" must not. Fix: ${text}.` }),
      finding({ resource, status: "exempt", exemption }),
      finding({ resource, policy: "not-inspected", controls: [], status: "not-inspected", message: text }),
    ],
    skipped: [{ file: text, line: 1, skipped: text }],
    problems: [{ file: text, line: 2, problem: text }, { problem: text }],
    exemptions: [exemption],
  });
}
