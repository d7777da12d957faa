import assert from "node:assert/strict";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { policies } from "../../policy-pack/policies/index.js";
import { COMPLIANT_CONTAINER, COMPLIANT_CONTEXT, COMPLIANT_POD } from "./pods.js";
import { RunningPack } from "./running-pack.js";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
/** What the engine sends in place of a boolean that is not known yet. */
const UNKNOWN_BOOLEAN = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";

const deployment = (securityContext: object = {}, pod: object = {}) => ({
  metadata: { name: "app", namespace: "shop" },
  spec: {
    template: {
      spec: {
        ...COMPLIANT_POD,
        ...pod,
        containers: [{ ...COMPLIANT_CONTAINER, securityContext: { ...COMPLIANT_CONTEXT, ...securityContext } }],
      },
    },
  },
});

describe("the pack as the engine runs it", () => {
  let pack: RunningPack;
  before(async () => {
    pack = await RunningPack.start();
  });
  after(() => pack?.close());

  it("says its port first", () => assert.match(pack.firstLine, /^\d+$/));

  it("NSA-POD-10: refuses a privileged Deployment, naming container, field and fix once", async () => {
    const [diagnostic, ...rest] = await pack.analyze(DEPLOYMENT, "bad", deployment({ privileged: true }));
    assert.deepEqual(rest, []);
    assert.equal(diagnostic?.policyname, "no-privileged-containers");
    assert.equal(diagnostic?.enforcementlevel, EnforcementLevel.MANDATORY);
    assert.equal(
      diagnostic?.message,
      "A privileged container has every capability and every device of its node.\n" +
        'container "app" must not set securityContext.privileged=true (spec.template.spec.containers[0]). ' +
        "Fix: remove securityContext.privileged.",
    );
  });

  it("accepts a clean Deployment", async () => {
    assert.deepEqual(await pack.analyze(DEPLOYMENT, "good", deployment()), []);
  });

  it("reports what is unknown in preview as advice, once, and a violation beside it as a refusal", async () => {
    const props = deployment({ privileged: true }, { hostPID: UNKNOWN_BOOLEAN });
    const found = await pack.analyze(DEPLOYMENT, "open", props);
    assert.deepEqual(
      found.map(({ policyname, enforcementlevel }) => [policyname, enforcementlevel]),
      [
        ["no-privileged-containers", EnforcementLevel.MANDATORY],
        ["rampart-undecided", EnforcementLevel.ADVISORY],
      ],
    );
    assert.match(found[1]?.message ?? "", /spec\.template\.spec\.hostPID is unknown until deployment/);
  });

  it("judges the same resource anew, as the update after its preview does", async () => {
    const open = await pack.analyze(DEPLOYMENT, "again", deployment({ privileged: UNKNOWN_BOOLEAN }));
    assert.deepEqual(
      open.map(({ policyname }) => policyname),
      ["rampart-undecided"],
    );
    const bad = await pack.analyze(DEPLOYMENT, "again", deployment({ privileged: true }));
    assert.deepEqual(
      bad.map(({ policyname }) => policyname),
      ["no-privileged-containers"],
    );
    assert.deepEqual(await pack.analyze(DEPLOYMENT, "again", deployment()), []);
  });

  it("says of a Helm release that nothing in it was inspected", async () => {
    const found = await pack.analyze("kubernetes:helm.sh/v3:Release", "chart", { chart: "nginx" });
    assert.deepEqual(
      found.map(({ policyname }) => policyname),
      ["rampart-not-inspected"],
    );
  });

  it("keeps resources apart that are analysed at the same time", async () => {
    const kinds = [
      ["no-privileged-containers", deployment({ privileged: true })],
      ["no-host-namespaces", deployment({}, { hostIPC: true })],
      ["no-privilege-escalation", deployment({ allowPrivilegeEscalation: true })],
      [undefined, deployment()],
    ] as const;
    const found = await Promise.all(
      Array.from({ length: 200 }, (_, i) => {
        const [, props] = kinds[i % kinds.length] ?? [];
        return pack.analyze(DEPLOYMENT, `many-${i}`, props ?? {});
      }),
    );
    for (const [i, diagnostics] of found.entries()) {
      const [policy] = kinds[i % kinds.length] ?? [];
      assert.deepEqual(
        diagnostics.map(({ policyname }) => policyname),
        policy === undefined ? [] : [policy],
      );
    }
  });

  it("still judges by the others where policies are switched off, whichever they are", async () => {
    const privileged = deployment({ privileged: true });
    for (const [off] of [policies.slice(0, 3), policies.slice(1), [policies[0]]].map((some) => [
      some.filter((policy) => policy !== undefined && policy.id !== "no-privileged-containers"),
    ])) {
      const levels = policies.map(({ id }) => {
        const disabled = off?.some((policy) => policy?.id === id);
        return [id, disabled ? EnforcementLevel.DISABLED : EnforcementLevel.MANDATORY] as const;
      });
      await pack.configure(Object.fromEntries(levels));
      const found = await pack.analyze(DEPLOYMENT, "configured", privileged);
      assert.deepEqual(
        found.map(({ policyname }) => policyname),
        ["no-privileged-containers"],
      );
      assert.deepEqual(await pack.analyze(DEPLOYMENT, "clean", deployment()), []);
    }
  });
});
