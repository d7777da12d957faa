import assert from "node:assert/strict";
import { resolve } from "node:path";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { policies } from "../../policy-pack/policies/index.js";
import { ProviderProject } from "../sandbox/plugins/kubernetes/provider-project.js";
import { describeWithTools } from "../support/tiers.js";
import { COMPLIANT_CONTAINER, COMPLIANT_CONTEXT, COMPLIANT_POD } from "./pods.js";
import { RunningPack } from "./running-pack.js";

const POD = "kubernetes:core/v1:Pod";
/** What the engine sends in place of a value that is not known yet, and around a secret. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWN_BOOLEAN = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

const podWith = (context: object, container: object = {}, pod: object = {}) => ({
  metadata: { name: "app", namespace: "shop" },
  spec: {
    ...COMPLIANT_POD,
    ...pod,
    containers: [{ ...COMPLIANT_CONTAINER, ...container, securityContext: { ...COMPLIANT_CONTEXT, ...context } }],
  },
});

describe("the pack asked to remediate, as the engine asks", () => {
  let pack: RunningPack;
  beforeEach(async () => {
    pack = await RunningPack.start();
  });
  afterEach(() => pack?.close());

  const turnOn = (...ids: string[]) =>
    pack.configure(Object.fromEntries(ids.map((id) => [id, EnforcementLevel.REMEDIATE])));

  it("changes nothing where nothing is at the level remediate", async () => {
    assert.deepEqual(await pack.remediate(POD, "app", podWith({ privileged: true })), []);
  });

  it("changes what its policy finds and nothing else, and the policy passes then", async () => {
    await turnOn("no-privileged-containers");
    const [fix, ...rest] = await pack.remediate(POD, "app", podWith({ privileged: true }, {}, { hostPID: true }));
    assert.deepEqual(rest, []);
    assert.equal(fix?.policy, "no-privileged-containers");
    assert.deepEqual(fix?.properties, podWith({ privileged: false }, {}, { hostPID: true }));
    const found = await pack.analyze(POD, "app", fix?.properties as Record<string, unknown>);
    assert.deepEqual(
      found.map(({ policyname }) => policyname),
      ["no-host-namespaces"],
    );
    assert.deepEqual(await pack.remediate(POD, "good", podWith({})), []);
  });

  it("keeps secrets secret and unknown values unknown, beside the fix and in its place", async () => {
    await turnOn("no-privileged-containers", "restrict-added-capabilities");
    const env = [{ name: "A", value: secret("s3cr3t") }, { name: "B", value: UNKNOWN_TEXT }, secret({ name: "C" })];
    const add = ["SYS_ADMIN", secret("CHOWN"), UNKNOWN_TEXT, "SYS_TIME", secret("KILL")];
    const fixes = await pack.remediate(
      POD,
      "app",
      podWith({ privileged: secret(true), capabilities: { drop: ["ALL"], add } }, { env }),
    );
    assert.deepEqual(
      fixes.map(({ policy }) => policy),
      ["no-privileged-containers", "restrict-added-capabilities"],
    );
    const kept = [secret("CHOWN"), UNKNOWN_TEXT, secret("KILL")];
    assert.deepEqual(
      fixes.at(-1)?.properties,
      podWith({ privileged: secret(false), capabilities: { drop: ["ALL"], add: kept } }, { env }),
    );
  });

  it("fixes inside a secret, which stays one", async () => {
    await turnOn("no-host-namespaces");
    const { metadata, spec } = podWith({}, {}, { hostPID: true });
    const [fix] = await pack.remediate(POD, "app", { metadata, spec: secret(spec) });
    assert.deepEqual(fix?.properties, { metadata, spec: secret({ ...spec, hostPID: false }) });
  });

  it("leaves alone what is unknown", async () => {
    await turnOn("no-privileged-containers", "no-token-automount");
    const open = podWith({ privileged: UNKNOWN_BOOLEAN }, {}, { automountServiceAccountToken: UNKNOWN_BOOLEAN });
    assert.deepEqual(await pack.remediate(POD, "app", open), []);
    assert.deepEqual(await pack.remediate(POD, "app", { metadata: {}, spec: UNKNOWN_TEXT }), []);
  });

  it("fixes what waits for another fix, in the first request as in the second", async () => {
    await turnOn("no-privilege-escalation", "no-privileged-containers");
    const bad = podWith({ privileged: true, allowPrivilegeEscalation: true });
    for (const name of ["first", "second"]) {
      const fixes = await pack.remediate(POD, name, bad);
      assert.deepEqual(fixes.at(-1)?.properties, podWith({ privileged: false }));
    }
  });

  it("does not make of a pod what the API server refuses", async () => {
    await turnOn("no-privilege-escalation");
    assert.deepEqual(
      await pack.remediate(POD, "app", podWith({ privileged: true, allowPrivilegeEscalation: true })),
      [],
    );
  });

  it("keeps resources apart that are asked about at the same time", async () => {
    await turnOn("no-privileged-containers", "no-host-namespaces", "no-token-automount");
    const kinds = [
      podWith({ privileged: true }),
      podWith({}, {}, { hostIPC: true }),
      podWith({}),
      podWith({ privileged: true }, {}, { automountServiceAccountToken: true, hostNetwork: true }),
    ];
    const expected = [
      podWith({ privileged: false }),
      podWith({}, {}, { hostIPC: false }),
      undefined,
      podWith({ privileged: false }, {}, { automountServiceAccountToken: false, hostNetwork: false }),
    ];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => pack.remediate(POD, `many-${index}`, kinds[index % 4] ?? {})),
    );
    for (const [index, fixes] of answers.entries()) assert.deepEqual(fixes.at(-1)?.properties, expected[index % 4]);
  });
});

const PACK = resolve(__dirname, "../../../policy-pack");

/** Everything that the restricted standard refuses, and can be fixed. */
const PROGRAM = `
new k8s.core.v1.Pod("broken", {
  metadata: { name: "remediated", namespace: "remediation", annotations: { "pulumi.com/skipAwait": "true" } },
  spec: {
    serviceAccountName: "default",
    hostPID: true,
    containers: [{
      name: "app",
      image: ${JSON.stringify(COMPLIANT_CONTAINER.image)},
      resources: ${JSON.stringify(COMPLIANT_CONTAINER.resources)},
      env: [{ name: "LEVEL", value: pulumi.secret("s3cr3t-value") }],
      securityContext: { privileged: true, capabilities: { add: ["SYS_ADMIN"] } },
    }],
  },
});
`;

describeWithTools("pulumi up with policies at the level remediate", () => {
  let project: ProviderProject;
  const levels = (level: string) =>
    JSON.stringify({
      ...Object.fromEntries(policies.filter(({ fixable }) => fixable).map(({ id }) => [id, level])),
      "no-default-service-account": "disabled",
    });
  const withPack = (file: string) => ["--policy-pack", PACK, "--policy-pack-config", file];

  before(async () => {
    project = await ProviderProject.create(PROGRAM, {
      "off.json": levels("mandatory"),
      "on.json": levels("remediate"),
    });
    await project.post("/api/v1/namespaces", {
      metadata: {
        name: "remediation",
        labels: {
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/enforce-version": "latest",
        },
      },
    });
  });
  after(async () => {
    await project?.close();
    await project?.delete("/api/v1/namespaces/remediation");
  });

  it("refuses the pod where the level is mandatory", async () => {
    const output = await project.failing(["preview", ...withPack("off.json")]);
    assert.match(output, /\[mandatory\].*no-privileged-containers/);
  });

  it("NSA-POD-10, NSA-POD-15, NSA-POD-19: sends the API server a pod that it takes, and shows the change", async () => {
    const preview = await project.preview("", ...withPack("on.json"), "--show-policy-remediations");
    assert.match(preview.output, /\[remediate\]\s+no-privileged-containers/);
    const run = await project.project.succeed(["up", "--yes", "--skip-preview", ...withPack("on.json")]);
    assert.doesNotMatch(run.output, /\[mandatory\]/);
    assert.doesNotMatch(preview.output + run.output, /s3cr3t-value/);
    const stored = await project.stored("broken");
    const { spec } = stored.inputs as {
      readonly spec: { readonly hostPID: boolean; readonly containers: readonly Record<string, unknown>[] };
    };
    assert.equal(spec.hostPID, false);
    assert.deepEqual(spec.containers[0]?.securityContext, {
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { add: [], drop: ["ALL"] },
    });
    assert.doesNotMatch(JSON.stringify(stored), /s3cr3t-value/);
    assert.equal(await project.exists("/api/v1/namespaces/remediation/pods/remediated"), true);
  });

  it("has nothing to change the second time", async () => {
    const again = await project.preview("", ...withPack("on.json"), "--expect-no-changes");
    assert.doesNotMatch(again.output, /\[mandatory\]/);
  });
});
