import assert from "node:assert/strict";
import { LineCounter, parseAllDocuments, stringify } from "yaml";
import { judge } from "../../../cli/check/judge.js";
import { manifestsIn } from "../../../cli/sources/manifests.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { evaluationContext } from "../../../policy-pack/policy.js";
import { asCronJob, asPod, optionsOf } from "../../policy-pack/pods.js";
import { linesIn } from "../sources/documents.js";

/** What stands before each document: it must not shift the lines of those after it. */
const BEFORE = "# first\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: other, namespace: other}\n---\n";

describe("rampart check points at the offending field", () => {
  for (const policy of policies) {
    if (policy.subject !== "workload") continue;
    it(`${policy.id}: in every bad example, shallow and deep`, () => {
      for (const example of policy.examples.bad)
        for (const { type, props } of [asPod(example), asCronJob(example)]) {
          const [, apiVersion = "", kind = ""] = /^kubernetes:(?:core\/)?(.+):(.+)$/.exec(type) ?? [];
          const text = BEFORE + stringify({ apiVersion, kind, ...props }, { defaultStringType: "QUOTE_DOUBLE" });
          const selection = {
            policies: [policy],
            advisory: new Set<string>(),
            context: evaluationContext(optionsOf(example, policy)),
            profile: "strict",
          } as const;
          const { findings } = judge(manifestsIn({ name: "x.yaml", read: () => Buffer.from(text) }), selection);
          const [finding] = findings.filter(({ resource }) => resource.kind === kind);
          assert.ok(finding, example.name);
          const lines = new LineCounter();
          const [, document] = parseAllDocuments(text, { lineCounter: lines });
          const places = [...linesIn(document?.contents, lines)].filter(([path]) => leadsTo(path, finding.path));
          const [deepest, line] = places.at(-1) ?? ["", 0];
          assert.equal(finding.resource.line, line, `${example.name}: ${finding.path}`);
          // What is absent is a field, and what it stands in at most up to its container.
          const absent = finding.path.slice(deepest.length).split(/[.[]/).filter(Boolean);
          assert.ok(absent.length <= 3, `${example.name}: ${finding.path} is only there as ${deepest}`);
        }
    });
  }
});

/** Whether a path is the other one or lies above it. */
const leadsTo = (path: string, other: string): boolean =>
  other.startsWith(path) && (path.length === other.length || /[.[]/.test(other[path.length] ?? ""));
