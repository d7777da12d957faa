import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { REPOSITORY, rampart } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_LINE, SHARING_POD } from "./manifests.js";

const FILES = {
  "a b/bad.yaml": `${GOOD_POD}---\n${SHARING_POD}`,
  "values.yaml": "replicas: 1\n",
  "broken.yaml": "apiVersion: v1\nkind: [\n",
};
const LINE = GOOD_POD.split("\n").length + SHARING_LINE;

interface JsonReport {
  readonly version: number;
  readonly findings: readonly Record<string, unknown>[];
  readonly skipped: readonly { readonly file: string }[];
  readonly problems: readonly { readonly file: string; readonly line: number }[];
  readonly summary: Readonly<Record<string, unknown>>;
}

/** Names of fields that a page documents in tables, `resource.` ones with their first part. */
const documented = (page: string): string =>
  page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|")[1] ?? "")
    .join(" ");

describe("the JSON report", () => {
  let report: JsonReport;
  let code: number | null;
  let folder: string;
  before(async () => {
    folder = folderWith(FILES);
    const run = await rampart(["check", "--format", "json", folder]);
    code = run.code;
    report = JSON.parse(run.stdout) as JsonReport;
    assert.match(run.stderr, /broken\.yaml:\d+: /);
  });

  it("says what is wrong, where and by which controls", () => {
    assert.equal(report.version, 1);
    const [finding = {}, ...others] = report.findings;
    assert.deepEqual(others, []);
    assert.deepEqual(finding.resource, {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "shop",
      name: "shell",
      type: "kubernetes:core/v1:Pod",
      urn: null,
      file: join(folder, "a b/bad.yaml"),
      line: LINE,
    });
    assert.equal(finding.policy, "no-host-namespaces");
    assert.equal(finding.status, "violation");
    assert.equal(finding.path, "spec.hostPID");
    assert.ok((finding.controls as string[]).includes("PSS:hostNamespaces"), String(finding.controls));
  });

  it("says what was not looked at", () => {
    assert.equal(code, 2);
    assert.equal(report.summary.outcome, "incomplete");
    assert.deepEqual(
      report.skipped.map(({ file }) => file),
      [join(folder, "values.yaml")],
    );
    assert.deepEqual(
      report.problems.map(({ file }) => file),
      [join(folder, "broken.yaml")],
    );
    assert.deepEqual([report.summary.objects, report.summary.skipped, report.summary.problems], [2, 1, 1]);
  });

  it("has the fields that docs/JSON.md has, and no others", () => {
    const page = documented(readFileSync(join(REPOSITORY, "docs/JSON.md"), "utf8"));
    const [finding = {}] = report.findings;
    const { resource, ...rest } = finding;
    const fields = [
      ...Object.keys(report),
      ...Object.keys(rest),
      ...Object.keys(report.summary),
      ...Object.keys(resource as object),
    ];
    const names = [...page.matchAll(/`(?:resource)?\.?([A-Za-z]+)`/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(names)].sort(), [...new Set(fields)].sort());
  });

  it("is an object with empty lists where there is nothing to tell", async () => {
    const run = await rampart(["check", "--format", "json", folderWith({ "good.yaml": GOOD_POD })]);
    const { findings, problems, summary } = JSON.parse(run.stdout) as JsonReport;
    assert.deepEqual([findings, problems, summary.outcome, run.code, run.stderr], [[], [], "clean", 0, ""]);
  });
});

/** As OASIS published it; its own draft of JSON Schema differs in what it does not use. */
const {
  $schema: _draft,
  id: _id,
  ...SARIF_SCHEMA
} = JSON.parse(
  readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
) as Record<string, unknown>;

interface SarifReport {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly partialFingerprints: object;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

describe("the SARIF report", () => {
  const run = async (files: Readonly<Record<string, string>>): Promise<SarifReport["runs"][number]> => {
    const { stdout } = await rampart(["check", "--format", "sarif", folderWith(files)]);
    const report = JSON.parse(stdout) as SarifReport;
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    formats.default(ajv);
    assert.ok(ajv.validate(SARIF_SCHEMA, report), ajv.errorsText());
    const [first] = report.runs;
    assert.ok(first);
    return first;
  };

  it("follows the schema of SARIF 2.1.0 and points at the field's line", async () => {
    const { results, tool, invocations } = await run(FILES);
    const [result, ...others] = results;
    assert.deepEqual(others, []);
    const { artifactLocation, region } = result?.locations[0]?.physicalLocation ?? {};
    assert.equal(region?.startLine, LINE);
    assert.match(artifactLocation?.uri ?? "", /\/a%20b\/bad\.yaml$/);
    assert.equal(tool.driver.rules[result?.ruleIndex ?? -1]?.id, "no-host-namespaces");
    assert.equal(invocations[0]?.executionSuccessful, false);
  });

  it("keeps a finding's fingerprint when text is put above it", async () => {
    const folder = folderWith({ "bad.yaml": SHARING_POD });
    const fingerprint = async (): Promise<unknown> => {
      const { stdout } = await rampart(["check", "--format", "sarif", folder]);
      return (JSON.parse(stdout) as SarifReport).runs[0]?.results[0]?.partialFingerprints;
    };
    const first = await fingerprint();
    assert.ok(first);
    writeFileSync(join(folder, "bad.yaml"), `# one more line\n${SHARING_POD}`);
    assert.deepEqual(await fingerprint(), first);
  });

  it("follows the schema where there is nothing to tell, and for what was not inspected", async () => {
    assert.deepEqual((await run({ "good.yaml": GOOD_POD })).results, []);
    const rollout =
      "apiVersion: argoproj.io/v1alpha1\nkind: Unheard\nmetadata: {name: a}\nspec:\n  deep: {template: {spec: {containers: [{name: a}]}}}\n";
    await run({ "custom.yaml": rollout });
  });
});
