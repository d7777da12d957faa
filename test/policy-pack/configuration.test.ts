import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { parseConfiguration, parseStackConfiguration } from "../../policy-pack/configuration.js";
import { ConfigurationFromEngine } from "../../policy-pack/configuration-from-engine.js";
import { configurationSchema } from "../../policy-pack/configuration-schema.js";
import { policies } from "../../policy-pack/policies/index.js";
import { inProfile } from "../../policy-pack/policy.js";
import { levelOf, overlaid, select } from "../../policy-pack/selection.js";
import { folderWith } from "../cli/check/manifests.js";
import { REPOSITORY, rampart } from "../support/command.js";

const SOURCE = { statedAt: "Pulumi.dev.yaml", project: "shop" };
const stackOf = (values: Readonly<Record<string, unknown>>) => parseStackConfiguration(values, policies, SOURCE);

describe("the schema of configurations", () => {
  const shipped = JSON.parse(readFileSync(join(REPOSITORY, "policy-pack/configuration.schema.json"), "utf8"));

  it("is the one that is shipped: npm run docs", () => {
    assert.deepEqual(shipped, JSON.parse(JSON.stringify(configurationSchema(policies))));
  });

  it("is valid, and takes each kind of file and its mistakes", () => {
    const validate = new Ajv({ strict: false }).compile(shipped);
    const cases: readonly (readonly [object, boolean])[] = [
      [{ all: "advisory", rampart: { profile: "strict" }, environments: ["team/hardening"] }, true],
      [{ "no-root-user": { enforcementLevel: "disabled" } }, true],
      [{ "no-rot-user": "disabled" }, false],
      [{ rampart: { profil: "strict" } }, false],
      [{ config: { "other:key": 1, "rampart:profile": "strict", "rampart:kubernetesVersion": 1.34 } }, true],
      [{ config: { "rampart:policies": { "no-root-user": "advisory" } }, encryptionsalt: "v1:" }, true],
      [{ config: { "rampart:policies": { "no-rot-user": "advisory" } } }, false],
      [{ config: { "rampart:profile": "strickt" } }, false],
    ];
    for (const [value, valid] of cases) assert.equal(validate(value), valid, JSON.stringify(value));
  });
});

describe("docs/CONFIGURATION.md", () => {
  const page = readFileSync(join(REPOSITORY, "docs/CONFIGURATION.md"), "utf8");
  const examples = new Map(
    [...page.matchAll(/^```(?:json|yaml) (\S+)\n(.*?)^```$/gms)].map(([, name = "", text = ""]) => [name, text]),
  );
  const validate = new Ajv({ strict: false }).compile(configurationSchema(policies));

  for (const names of [["Pulumi.dev.yaml"], ["Pulumi.dev.yaml", "policies.json"]])
    it(`has a valid example: ${names.join(" and ")}`, async () => {
      const folder = folderWith(Object.fromEntries(examples));
      const { code, stderr } = await rampart(["check-config", ...names.map((name) => join(folder, name))]);
      assert.equal(stderr, "");
      assert.equal(code, 0);
      for (const name of names) assert.ok(validate(load(examples.get(name) ?? "")), name);
    });

  it("shows what is said of the mistaken one", async () => {
    const folder = folderWith(Object.fromEntries(examples));
    const { code, stderr } = await rampart(["check-config", join(folder, "mistaken.json")]);
    assert.equal(code, 2);
    assert.ok(page.includes(`$ rampart check-config mistaken.json\n${stderr.replaceAll(`${folder}/`, "")}`), stderr);
  });

  it("names every key of the pack", () => {
    for (const key of Object.keys(configurationSchema(policies).definitions.pack.properties))
      assert.ok(page.includes(`\n| \`${key}\` |`), key);
  });
});

describe("one configuration over another", () => {
  const level = (id: string, ...sources: readonly ReturnType<typeof stackOf>[]) => {
    const policy = policies.find((one) => one.id === id);
    assert.ok(policy !== undefined);
    return levelOf(policy, sources.reduce(overlaid));
  };

  it("keeps levels of the weaker one where the stronger says nothing of them", () => {
    const stack = stackOf({ policies: { "no-root-user": "advisory" } });
    assert.equal(
      level("no-root-user", stack, parseConfiguration({ "no-host-ports": "disabled" }, policies)),
      "advisory",
    );
    assert.equal(
      level("no-root-user", stack, parseConfiguration({ rampart: { profile: "strict" } }, policies)),
      "advisory",
    );
  });

  it("replaces all of them where the stronger has a level for all", () => {
    const stack = stackOf({ policies: { "no-root-user": "advisory" } });
    assert.equal(level("no-root-user", stack, parseConfiguration({ all: "mandatory" }, policies)), "mandatory");
    assert.equal(
      level("require-user-namespace", stack, parseConfiguration({ all: "mandatory" }, policies)),
      "mandatory",
    );
  });

  it("replaces settings one by one, and other values whole", () => {
    const stack = stackOf({
      policies: { "restrict-ip-blocks": { shortestIpv4Prefix: 9, shortestIpv6Prefix: 40 } },
      podTemplates: { "example.com/A": ["spec"] },
      kubernetesVersion: 1.34,
    });
    const file = parseConfiguration(
      { "restrict-ip-blocks": { shortestIpv4Prefix: 16 }, rampart: { podTemplates: { "example.com/B": ["spec"] } } },
      policies,
    );
    const { settings, podTemplates, kubernetesVersion } = overlaid(stack, file);
    assert.deepEqual(settings["restrict-ip-blocks"], { shortestIpv4Prefix: 16, shortestIpv6Prefix: 40 });
    assert.deepEqual(podTemplates, { "example.com/B": ["spec"] });
    assert.equal(kubernetesVersion, "1.34");
  });

  it("hands on exemptions as they are, with the place of each, and looks at nothing in them", () => {
    const odd = [{ anything: [1, { goes: true }] }];
    const stack = stackOf({ exemptions: JSON.stringify(odd) });
    const file = parseConfiguration({ rampart: { exemptions: [{}] } }, policies, stack, "policies.json");
    assert.deepEqual(select(policies, overlaid(stack, file)).statedExemptions, [
      { channel: "file", statedAt: "policies.json", value: [{}] },
      { channel: "stack configuration", statedAt: "Pulumi.dev.yaml", value: odd },
    ]);
  });
});

describe("a stack's configuration", () => {
  const mistakesOf = (values: Readonly<Record<string, unknown>>, project = "shop"): string => {
    try {
      parseStackConfiguration(values, policies, { ...SOURCE, project });
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("takes structures as they are and as text", () => {
    const policiesOf = { "no-root-user": { enforcementLevel: "advisory" } };
    assert.deepEqual(stackOf({ policies: policiesOf }), stackOf({ policies: JSON.stringify(policiesOf) }));
  });

  it("says what is wrong, never the value", () => {
    const found = mistakesOf({
      policies: "{s3cr3t",
      podTemplates: { Foo: "s3cr3t" },
      profile: "s3cr3t",
      exemptions: {},
    });
    assert.deepEqual(found.split("\n").sort(), [
      "rampart:exemptions must be an array.",
      "rampart:podTemplates must have keys of a group and a kind, such as apps/Deployment.",
      "rampart:podTemplates.Foo must be an array.",
      "rampart:policies must be an object or its JSON.",
      'rampart:profile must be one of baseline, restricted, strict. Did you mean "strict"?',
    ]);
  });

  it("shows an odd name short and on one line", () => {
    assert.match(
      mistakesOf({ [`a\u001b[2Jb${"c".repeat(500)}`]: 1 }),
      /^There is no key "rampart:a�\[2Jbc{30,}…"\. [^\n]{0,60}$/,
    );
  });

  it("leaves alone what a project of our name has for itself, unless it looks like ours", () => {
    assert.match(mistakesOf({ databasePassword: "x" }), /There is no key "rampart:databasePassword"/);
    assert.equal(mistakesOf({ databasePassword: "x", privilegedWorkload: "true" }, "rampart"), "");
    assert.match(mistakesOf({ proflie: "strict" }, "rampart"), /Did you mean "rampart:profile"\?/);
  });
});

describe("the configuration that the engine sends", () => {
  const OWN = { rampart: "mandatory", "rampart-undecided": "advisory" } as const;
  const engine = (values: Readonly<Record<string, string>>) => {
    const configuration = new ConfigurationFromEngine(policies, OWN);
    configuration.setStack({ project: "shop", values });
    const defaults = policies.map(
      (policy) =>
        [
          policy.id,
          { level: configuration.defaultLevel(policy), properties: configuration.defaultSettings(policy) },
        ] as const,
    );
    return { configuration, defaults };
  };

  it("leaves policies that are off out of what is judged by", () => {
    const { configuration, defaults } = engine({ "rampart:profile": "baseline" });
    const off = ["no-host-namespaces", { level: "disabled", properties: {} }] as const;
    const { selection, levels } = configuration.received(new Map([...defaults, off]));
    const expected = policies.filter((policy) => inProfile(policy, "baseline") && policy.id !== "no-host-namespaces");
    assert.deepEqual(selection.policies, expected);
    assert.equal(levels.get("no-host-namespaces"), "disabled");
    assert.equal(levels.get("rampart-undecided"), "advisory");
  });

  it("keeps the pack's own policies at their level, whatever level all have", () => {
    const { configuration } = engine({});
    const all = [...policies.map(({ id }) => id), ...Object.keys(OWN), "all"];
    const { levels, selection } = configuration.received(
      new Map(all.map((name) => [name, { level: "disabled", properties: {} }])),
    );
    assert.deepEqual(selection.policies, []);
    assert.equal(levels.get("rampart"), "mandatory");
    assert.equal(levels.get("rampart-undecided"), "advisory");
  });

  it("judges nothing by a stack's configuration that is wrong, though the engine sends none of a file", () => {
    const { configuration } = engine({ "rampart:profile": "strickt" });
    assert.throws(() => configuration.withoutFile, /rampart:profile must be one of/);
  });
});
