import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { type CheckReport, outcomeOf } from "../../../cli/check/report.js";
import { helpUri } from "../../../cli/reports/help.js";
import { sarifReport } from "../../../cli/reports/sarif.js";
import { REPOSITORY } from "../../support/command.js";
import { folderWith, GOOD_POD, SHARING_LINE, SHARING_POD } from "../check/manifests.js";
import { EXEMPTION, finding, HOSTILE, report, reportSaying } from "./report.js";

/** As OASIS published it; its own draft of JSON Schema differs in what it does not use. */
const {
  $schema: _draft,
  id: _id,
  ...SARIF_SCHEMA
} = JSON.parse(
  readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"),
) as Record<string, unknown>;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const followsSchema = ajv.compile(SARIF_SCHEMA);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly baselineState?: string;
  readonly suppressions: readonly { readonly kind: string; readonly justification: string }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
  }[];
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly { readonly id: string; readonly properties: { readonly tags: readonly string[] } }[];
    };
  };
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  readonly results: readonly Result[];
}

/** The only run of a report that follows the schema. */
function runIn(text: string): Run {
  const sarif = JSON.parse(text) as { readonly runs: readonly Run[] };
  assert.ok(followsSchema(sarif), ajv.errorsText(followsSchema.errors));
  const [run, ...others] = sarif.runs;
  assert.deepEqual(others, []);
  assert.ok(run);
  return run;
}

const sarif = (of: CheckReport): Run => runIn([...sarifReport(of, outcomeOf(of, "low"))].join(""));

/** What `rampart check` says in a folder. */
function check(folder: string, ...paths: readonly string[]): Run {
  const main = join(REPOSITORY, "dist/cli/main.js");
  const args = [main, "check", "--format", "sarif", ...paths];
  return runIn(spawnSync(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 }).stdout.toString());
}

const placeOf = (run: Run) => run.results[0]?.locations[0]?.physicalLocation;

describe("the SARIF report", () => {
  it("follows the schema of SARIF 2.1.0 and points at the field's line", () => {
    const folder = folderWith({ "a b/bad.yaml": SHARING_POD, "broken.yaml": "apiVersion: v1\nkind: [\n" });
    mkdirSync(join(folder, ".git"));
    const run = check(folder, ".");
    assert.deepEqual(placeOf(run), {
      artifactLocation: { uri: "a%20b/bad.yaml" },
      region: { startLine: SHARING_LINE },
    });
    const rule = run.tool.driver.rules[run.results[0]?.ruleIndex ?? -1];
    assert.equal(rule?.id, "no-host-namespaces");
    assert.ok(rule?.properties.tags.includes("PSS:hostNamespaces"));
    assert.equal(run.invocations[0]?.executionSuccessful, false);
  });

  it("keeps fingerprint and place when text is put above, and whatever form the path has", () => {
    const folder = folderWith({ "deploy/bad.yaml": SHARING_POD });
    mkdirSync(join(folder, ".git"));
    const fingerprint = (run: Run): unknown => [
      run.results.map(({ partialFingerprints }) => partialFingerprints),
      placeOf(run)?.artifactLocation.uri,
    ];
    const first = fingerprint(check(folder, "deploy"));
    assert.match(JSON.stringify(first), /"rampart\/v1":"[0-9a-f]{32}"\}\],"deploy\/bad\.yaml"\]$/);
    assert.deepEqual(fingerprint(check(folder, "./deploy/bad.yaml")), first);
    assert.deepEqual(fingerprint(check(folder, join(folder, "deploy/bad.yaml"))), first);
    assert.deepEqual(fingerprint(check(join(folder, "deploy"), "bad.yaml")), first);
    writeFileSync(
      join(folder, "deploy/bad.yaml"),
      `# one more line\n---\n${GOOD_POD.replace("shell", "other")}---\n${SHARING_POD}`,
    );
    assert.deepEqual(fingerprint(check(folder, "deploy")), first);
  });

  it("follows the schema where there is nothing to tell", () => {
    assert.deepEqual(sarif(report()).results, []);
  });

  it("suppresses what is exempt, with reason, owner and expiry", () => {
    const { results } = sarif(report({ findings: [finding({ status: "exempt", exemption: EXEMPTION }), finding()] }));
    const [exempt, violation] = results;
    assert.deepEqual([exempt?.kind, exempt?.level], ["fail", "error"]);
    assert.deepEqual(exempt?.suppressions, [
      {
        kind: "external",
        status: "accepted",
        justification: "The exporter needs the host's network. (team-observability, until 2026-12-10)",
        properties: {
          owner: "team-observability",
          expires: "2026-12-10",
          channel: "file",
          statedAt: "exemptions.yaml:12",
        },
      },
    ]);
    assert.deepEqual(violation?.suppressions, []);
    const beside = finding({ status: "exempt", exemption: { ...EXEMPTION, channel: "annotation" } });
    assert.equal(sarif(report({ findings: [beside] })).results[0]?.suppressions[0]?.kind, "inSource");
  });

  it("names a resource of an engine by its URN, and has no line where there is none", () => {
    const urn = "urn:pulumi:dev::shop::kubernetes:apps/v1:Deployment::web";
    const [result] = sarif(report({ findings: [finding({ resource: { urn, line: undefined } })] })).results;
    assert.equal(result?.locations[0]?.logicalLocations[0]?.fullyQualifiedName.startsWith(`${urn}#spec`), true);
    assert.equal(result?.locations[0]?.physicalLocation.region, undefined);
  });

  it("says what is new and what is known only where it was compared", () => {
    const findings = [finding({ inBaseline: true }), finding({ inBaseline: false }), finding()];
    assert.deepEqual(
      sarif(report({ findings })).results.map(({ baselineState }) => baselineState),
      ["unchanged", "new", undefined],
    );
  });

  it("leaves open what nobody could judge", () => {
    const findings = (["undecided", "not-inspected", "error"] as const).map((status) => finding({ status }));
    for (const { kind, level } of sarif(report({ findings })).results)
      assert.deepEqual([kind, level], ["open", "none"]);
  });

  it("follows the schema whatever a file has in it", () => {
    for (const text of HOSTILE) assert.equal(sarif(reportSaying(text)).results.length, 3);
  });

  it("leads to the policy's description where the package says where its sources are, else to the topic's in the Kubernetes documentation", () => {
    const policy = { id: "no-host-ports", topic: "workload" } as const;
    const expected = /^https:\/\/host\.example\/rampart\/blob\/v\d+\.\d+\.\d+\/docs\/policies\/no-host-ports\.md$/;
    assert.match(helpUri(policy, "https://host.example/rampart"), expected);
    assert.match(helpUri(policy, { url: "git+https://host.example/rampart.git" }), expected);
    assert.equal(
      helpUri(policy, "host.example/rampart"),
      "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    );
  });
});
