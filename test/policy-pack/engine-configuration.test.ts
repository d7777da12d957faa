import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rampart } from "../support/command.js";
import { EngineProject, type EngineRun } from "../support/engine-project.js";
import { describeWithTools } from "../support/tiers.js";
import { COMPLIANT_POD } from "./pods.js";

const PACK = resolve(__dirname, "../../../policy-pack");
const FILE = "policies.json";

const [container] = COMPLIANT_POD.containers;
/** Breaks one policy of each profile: no-host-namespaces, no-privilege-escalation, require-user-namespace. */
const POD = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "shell", namespace: "shop" },
  spec: {
    ...COMPLIANT_POD,
    hostIPC: true,
    hostUsers: true,
    containers: [{ ...container, securityContext: { ...container?.securityContext, allowPrivilegeEscalation: true } }],
  },
};

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
new pulumi.ComponentResource("kubernetes:core/v1:Pod", "shell", ${JSON.stringify(POD)});
`;

interface Case {
  /** Lines under `config:` of Pulumi.yaml. */
  readonly project?: string;
  /** Lines under `config:` of Pulumi.dev.yaml. */
  readonly stack?: string;
  readonly file?: object;
}

/** Configurations, with what is refused and what is advised by them. */
const CASES: readonly (readonly [string, Case, { readonly refused: string; readonly advised?: string }])[] = [
  ["nothing", {}, { refused: "no-host-namespaces no-privilege-escalation" }],
  ["the stack's profile baseline", { stack: "rampart:profile: baseline" }, { refused: "no-host-namespaces" }],
  [
    "the stack's profile strict, less one policy by the file",
    { stack: "rampart:profile: strict", file: { "no-host-namespaces": "disabled", "require-run-as-ids": "disabled" } },
    { refused: "no-privilege-escalation require-user-namespace" },
  ],
  [
    "the file's profile strict, less one policy",
    { file: { rampart: { profile: "strict", policies: { "require-user-namespace": "advisory" } } } },
    { refused: "no-host-namespaces no-privilege-escalation", advised: "require-user-namespace" },
  ],
  [
    "a profile of the stack that the file tightens, with levels of the stack that stay",
    {
      stack: "rampart:profile: baseline\n  rampart:policies: {no-privilege-escalation: advisory}",
      file: { rampart: { profile: "strict" }, "no-host-namespaces": "disabled" },
    },
    { refused: "require-user-namespace", advised: "no-privilege-escalation" },
  ],
  [
    "a level for all and another for one",
    { file: { all: "disabled", "require-user-namespace": "mandatory", "no-host-namespaces": "advisory" } },
    { refused: "require-user-namespace", advised: "no-host-namespaces" },
  ],
  [
    "a level for all in the file over levels of the stack",
    {
      stack: "rampart:policies: {all: disabled, no-host-namespaces: mandatory}",
      file: { all: "disabled", "no-privilege-escalation": "advisory" },
    },
    { refused: "", advised: "no-privilege-escalation" },
  ],
  [
    "what the project sets for all of its stacks, and one of these otherwise",
    {
      project: "rampart:policies: {value: {all: disabled}}\n  rampart:profile: {value: strict}",
      stack:
        "rampart:policies: {no-host-namespaces: disabled, no-privilege-escalation: disabled, require-run-as-ids: disabled}",
    },
    { refused: "require-user-namespace" },
  ],
  [
    "settings without a level",
    { file: { "restrict-image-registries": { allowedRegistries: ["elsewhere.example"] } } },
    { refused: "no-host-namespaces no-privilege-escalation restrict-image-registries" },
  ],
  [
    "settings of the stack, replaced by the file's",
    {
      stack:
        "rampart:policies: {all: disabled, restrict-image-registries: {enforcementLevel: mandatory, allowedRegistries: [elsewhere.example]}}",
      file: { "restrict-image-registries": { allowedRegistries: ["registry.example"] } },
    },
    { refused: "" },
  ],
  [
    "settings of the stack",
    {
      stack: `rampart:policies: '{"all": "disabled", "restrict-image-registries": {"enforcementLevel": "mandatory", "allowedRegistries": ["elsewhere.example"]}}'`,
    },
    { refused: "restrict-image-registries" },
  ],
];

describeWithTools("the pack's configuration in the engine", function () {
  this.timeout(300_000);
  let project: EngineProject;
  let salt: string;
  before(async () => {
    project = await EngineProject.create({ "index.js": PROGRAM, "pod.json": JSON.stringify(POD) });
    salt = readFileSync(join(project.directory, "Pulumi.dev.yaml"), "utf8");
  });
  after(() => project?.close());

  const path = (name: string): string => join(project.directory, name);
  const preview = ({ project: own, stack = "other:key: value", file }: Case): Promise<EngineRun> => {
    const config = own === undefined ? "" : `config:\n  ${own}\n`;
    project.write({
      "Pulumi.yaml": `name: test\nruntime: nodejs\n${config}`,
      "Pulumi.dev.yaml": `${salt}config:\n  ${stack}\n`,
      [FILE]: JSON.stringify(file ?? {}),
    });
    const option = file === undefined ? [] : ["--policy-pack-config", path(FILE)];
    return project.run(["preview", "--policy-pack", PACK, ...option]);
  };
  const check = (command: readonly string[], { file }: Case) =>
    rampart([
      ...command,
      ...["--stack-config", path("Pulumi.dev.yaml")],
      ...(file === undefined ? [] : ["--config", path(FILE)]),
    ]);

  for (const [what, configuration, expected] of CASES)
    it(`judges by ${what}, as rampart check does`, async () => {
      const { code, output } = await preview(configuration);
      const lines = [...output.matchAll(/- \[(\w+)\](?: +\[[^\]]*\])? +([\w-]+) +\(kubernetes:core\/v1:Pod/g)];
      const inEngine = lines.map(([, level, policy]) => `${level} ${policy}`).sort();
      const wanted = [
        ...(expected.advised ?? "").split(" ").map((id) => `advisory ${id}`),
        ...expected.refused.split(" ").map((id) => `mandatory ${id}`),
      ].filter((line) => !line.endsWith(" "));
      assert.deepEqual(inEngine, wanted, output);
      assert.equal(code === 0, expected.refused === "");
      const { stdout, stderr } = await check(["check", path("pod.json"), "--format", "json"], configuration);
      assert.equal(stderr, "");
      const { findings } = JSON.parse(stdout) as { findings: { policy: string; enforcement: string }[] };
      assert.deepEqual(findings.map(({ policy, enforcement }) => `${enforcement} ${policy}`).sort(), wanted);
    });

  const MISTAKES: readonly (readonly [string, Case, readonly string[]])[] = [
    [
      "a policy that there is not, and a level of the pack's own",
      { file: { "no-rot-user": "disabled", "rampart-undecided": "disabled" } },
      [
        'There is no policy "no-rot-user". Did you mean "no-root-user"?',
        'There is no policy "rampart-undecided". Did you mean "rampart"?',
      ],
    ],
    [
      "settings that there are not",
      { file: { "require-run-as-ids": { minimumIds: 5 }, "no-root-user": { allow: [] } } },
      [
        'There is no setting of require-run-as-ids "minimumIds". Did you mean "minimumId"?',
        'There is no setting of no-root-user "allow". Did you mean "enforcementLevel"?',
      ],
    ],
    [
      "keys of the pack that there are not",
      { file: { rampart: { profil: "strict", policies: { "no-rot-user": "disabled" } } } },
      [
        'There is no setting of rampart "profil". Did you mean "profile"?',
        'There is no policy "no-rot-user". Did you mean "no-root-user"?',
      ],
    ],
    [
      "a stack's configuration that is wrong, as well as the file",
      {
        stack:
          "rampart:proflie: strict\n  rampart:kubernetesVersion: 1.30\n  rampart:policies: {no-root-user: mandatroy}",
        file: { "no-rot-user": "disabled" },
      },
      [
        'There is no key "rampart:proflie". Did you mean "rampart:profile"?',
        "rampart:kubernetesVersion must be a version from 1.25 on, such as 1.34.",
        'rampart:policies.no-root-user must be one of mandatory, advisory, disabled. Did you mean "mandatory"?',
        'There is no policy "no-rot-user". Did you mean "no-root-user"?',
      ],
    ],
    [
      "a file that loosens the profile",
      { file: { rampart: { profile: "baseline" } } },
      [
        "rampart.profile: a file can only tighten the stack's profile, which is restricted. Fix: pulumi config set rampart:profile baseline.",
      ],
    ],
  ];
  for (const [what, configuration, messages] of MISTAKES)
    it(`refuses ${what}, naming all of it before it begins, as rampart check-config does`, async () => {
      const { code, output } = await preview(configuration);
      assert.notEqual(code, 0);
      assert.doesNotMatch(output, /kubernetes:core\/v1:Pod/);
      const files = [path("Pulumi.dev.yaml"), ...(configuration.file === undefined ? [] : [path(FILE)])];
      const { code: checked, stderr } = await rampart(["check-config", ...files]);
      assert.equal(checked, 2);
      for (const message of messages) {
        assert.ok(output.includes(message), output);
        assert.ok(stderr.includes(message), stderr);
      }
      assert.equal(stderr.trim().split("\n").length, messages.length);
    });

  /** What the engine refuses without asking the pack, with its own words and ours. */
  const ENGINES_OWN: readonly (readonly [string, object, RegExp, RegExp])[] = [
    [
      "a policy that there is not, without a level",
      { "no-rot-user": { allow: [] } },
      /configuring policy pack "rampart" at ".*": invalid enforcement level ""/,
      /There is no policy "no-rot-user"\. Did you mean "no-root-user"\?/,
    ],
    [
      "a setting of a wrong type",
      { "require-run-as-ids": { minimumId: "high" } },
      /require-run-as-ids: minimumId: Invalid type\. Expected: integer, given: string/,
      /require-run-as-ids\.minimumId must be an integer\./,
    ],
    [
      "a profile that there is not",
      { rampart: { profile: "strickt" } },
      /rampart: profile: profile must be one of the following: "baseline", "restricted", "strict"/,
      /rampart\.profile must be one of baseline, restricted, strict\. Did you mean "strict"\?/,
    ],
    [
      "$schema",
      { $schema: "configuration.schema.json" },
      /parsing enforcement level for "\$schema": "configuration\.schema\.json" is not a valid enforcement level/,
      /Pulumi takes \$schema for a policy\. Fix: set the schema in the editor\./,
    ],
  ];
  for (const [what, file, said, checked] of ENGINES_OWN)
    it(`leaves ${what} to the engine, which refuses it, as rampart check-config does`, async () => {
      const { code, output } = await preview({ file });
      assert.notEqual(code, 0);
      assert.match(output, said);
      const ours = await rampart(["check-config", path(FILE)]);
      assert.equal(ours.code, 2);
      assert.match(ours.stderr, checked);
    });

  it("cannot tell an entry that is the same as none, which rampart check-config names", async () => {
    const file = { rampart: { profile: "strict" }, "require-user-namespace": "disabled" };
    assert.match((await preview({ file })).output, /\[mandatory\].* require-user-namespace /);
    const { code, stderr } = await rampart(["check-config", path(FILE)]);
    assert.equal(code, 2);
    assert.match(stderr, /policies\.json:1: require-user-namespace: .* Fix: move it to rampart\.policies\.\n$/);
  });
});
