import assert from "node:assert/strict";
import { ConfigurationError } from "../../../policy-pack/configuration-error.js";
import { centralFileOf } from "../../../policy-pack/exemptions/environment.js";
import { parseCentralFile } from "../../../policy-pack/exemptions/file.js";
import { exemptionsIn } from "../../../policy-pack/exemptions/stack-configuration.js";
import { IDS } from "./runs.js";

const FILE = `# Kept by the security team.
exemptions:
  - policies: [no-host-namespaces]
    match: {name: web, namespace: shop}
    reason: The agent reads the processes of its node.
    owner: team-shop
    expires: 2026-12-31

  - policies:
      - no-host-ports
      - no-root-user
    match:
      urn: "urn:pulumi:prod::*::web"
    reason: a
    owner: b
    expires: "2026-06-30"
neverExempt: [no-privileged-containers]
maximumDays: {critical: 14, low: 365}
`;
const parse = (text: string) => parseCentralFile(text, "exemptions.yaml", IDS);
const entry = (fields: string): string => `exemptions:\n  - ${fields.replaceAll("\n", "\n    ")}\n`;
const WHOLE = "policies: [no-host-ports]\nmatch: {name: web}\nreason: a\nowner: b\nexpires: 2026-12-31";

describe("the central file", () => {
  it("states exemptions with their lines, and what is allowed", () => {
    const { exemptions, neverExempt, maximumDays } = parse(FILE);
    assert.deepEqual(
      exemptions.map(({ statedAt, policies, expires, channel }) => [statedAt, policies, expires, channel]),
      [
        ["exemptions.yaml:3", ["no-host-namespaces"], "2026-12-31", "file"],
        ["exemptions.yaml:9", ["no-host-ports", "no-root-user"], "2026-06-30", "file"],
      ],
    );
    assert.deepEqual([...neverExempt], ["no-privileged-containers"]);
    assert.deepEqual({ ...maximumDays }, { critical: 14, low: 365 });
  });

  it("may be JSON, with tabs", () => {
    const value = { exemptions: [{ policies: ["no-root-user"], match: { name: "web" }, expires: "2026-12-31" }] };
    const [exemption] = parse(JSON.stringify(value, undefined, "\t")).exemptions;
    assert.deepEqual([exemption?.statedAt, exemption?.reason, exemption?.owner], ["exemptions.yaml:3", "", ""]);
  });

  it("may be empty lists", () => {
    assert.deepEqual(parse("exemptions: []\nneverExempt: []\n").exemptions, []);
  });

  const BROKEN: readonly (readonly [string, string, RegExp])[] = [
    ["broken YAML", "exemptions: [\nneverExempt: []\n", /^exemptions\.yaml:\d: /],
    ["nothing", "", /^exemptions\.yaml: it states nothing; expected exemptions, neverExempt, maximumDays\.$/],
    ["only comments", "# exemptions:\n", /it states nothing/],
    ["a list", "- policies: [no-root-user]\n", /^exemptions\.yaml:1: the file must be a mapping of/],
    ["two documents", "neverExempt: []\n---\nexemptions: []\n", /must be one document, got 2/],
    [
      "an unknown key",
      "exemption: []\n",
      /:1: There is no field of the file "exemption"\. Did you mean "exemptions"\?$/,
    ],
    ["a key twice", "neverExempt: [no-root-user]\nneverExempt: []\n", /^exemptions\.yaml:2: duplicated mapping key/],
    ["no list", "exemptions: {}\n", /^exemptions\.yaml:1: exemptions must be a list\.$/],
    ["an entry that is none", "neverExempt: []\nexemptions:\n  - web\n", /^exemptions\.yaml:3: an exemption must be/],
    ["no policies", entry(WHOLE.replace(/^.*\n/, "")), /:2: policies must be a list of policy ids, got nothing\.$/],
    ["empty policies", entry(WHOLE.replace("[no-host-ports]", "[]")), /got an empty list\.$/],
    ["every policy", entry(WHOLE.replace("[no-host-ports]", '["*"]')), /There is no policy "\*"\./],
    ["an unknown policy", entry(WHOLE.replace("host-ports", "host-port")), /Did you mean "no-host-ports"\?$/],
    ["an unknown field", entry(`${WHOLE}\nexpiry: 2027-01-01`), /"expiry"\. Did you mean "expires"\?$/],
    ["an unknown match", entry(WHOLE.replace("name:", "nam:")), /field of match "nam"\. Did you mean "name"\?$/],
    ["an empty match", entry(WHOLE.replace("web", '""')), /:2: match\.name must be a text, got nothing\.$/],
    ["a match that is no text", entry(WHOLE.replace("web", "[a]")), /match\.name must be a text, got a list\.$/],
    ["no day", entry(WHOLE.replace(/\n.*$/, "")), /:2: expires must be a day such as 2026-12-31, got nothing\.$/],
    ["a day that there is not", entry(WHOLE.replace("12-31", "11-31")), /got "2026-11-31"\.$/],
    ["another format", entry(WHOLE.replace("2026-12-31", "12/31/2026")), /got "12\/31\/2026"\.$/],
    ["a number", entry(WHOLE.replace("2026-12-31", "20261231")), /got 20261231\.$/],
    ["a placeholder", entry(WHOLE.replace("2026-12-31", "YYYY-MM-DD")), /got "YYYY-MM-DD"\.$/],
    ["text that may be secret", entry(WHOLE.replace("2026-12-31", "s3cr3t")), /got another text\.$/],
    [
      "an unknown forbidden policy",
      "neverExempt: [no-root-usr]\n",
      /:1: There is no policy "no-root-usr"\. Did you mean/,
    ],
    ["an unknown severity", "maximumDays: {hihg: 1}\n", /field of maximumDays "hihg"\. Did you mean "high"\?$/],
    [
      "half a day",
      "maximumDays: {high: 0.5}\n",
      /^exemptions\.yaml:1: maximumDays\.high must be a whole number of days\.$/,
    ],
    ["caps that are none", "maximumDays: 30\n", /^exemptions\.yaml:1: maximumDays must be a mapping of critical/],
  ];
  for (const [what, text, message] of BROKEN)
    it(`is refused as a whole for ${what}`, () => {
      assert.throws(
        () => parse(text),
        (error: unknown) => error instanceof ConfigurationError && message.test(error.message),
      );
    });

  it("is refused cut in any place, or says what the part says", () => {
    const whole = parse(FILE);
    for (let end = 0; end < FILE.length; end++)
      try {
        for (const { expires } of parse(FILE.slice(0, end)).exemptions)
          assert.ok(whole.exemptions.some((exemption) => exemption.expires === expires));
      } catch (error) {
        assert.ok(error instanceof ConfigurationError, `${end}: ${error}`);
      }
  });
});

describe("the central file of the engine", () => {
  it("is none where the environment names none, and an error where it cannot be read", () => {
    assert.equal(centralFileOf({}, IDS), undefined);
    for (const [path, message] of [
      ["", /^RAMPART_EXEMPTIONS must be an absolute path, got ""\.$/],
      ["exemptions.yaml", /must be an absolute path/],
      ["/none/exemptions.yaml", /^\/none\/exemptions\.yaml: it cannot be read \(ENOENT\)\.$/],
    ] as const)
      assert.throws(() => centralFileOf({ RAMPART_EXEMPTIONS: path }, IDS), { name: "ConfigurationError", message });
  });
});

describe("exemptions in stack configuration", () => {
  const value = { policies: ["no-root-user"], match: { name: "web" }, reason: "a", owner: "b", expires: "2026-12-31" };

  const inStack = (...entries: unknown[]) =>
    exemptionsIn([{ channel: "stack configuration", statedAt: "Pulumi.dev.yaml", value: entries as object[] }], IDS);

  it("are none where none is set", () => assert.deepEqual(exemptionsIn(undefined, IDS), []));

  it("say where they stand", () => {
    const [exemption] = inStack(value);
    const statedAt = "Pulumi.dev.yaml: rampart:exemptions[0]";
    assert.deepEqual(exemption, { ...value, channel: "stack configuration", statedAt });
  });

  for (const [what, wrong, message] of [
    [
      "an entry with another day",
      [value, { ...value, expires: "soon" }],
      /^Pulumi\.dev\.yaml: rampart:exemptions\[1\]: expires must be a day/,
    ],
    ["a time of day", [{ ...value, expires: "2026-12-31 10:00:00 +0000 UTC" }], /expires must be a day/],
    ["null", [null], /rampart:exemptions\[0\]: an exemption must be a mapping/],
  ] as const)
    it(`are refused for ${what}`, () => {
      assert.throws(() => inStack(...wrong), { name: "ConfigurationError", message });
    });
});
