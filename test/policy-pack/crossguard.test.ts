import assert from "node:assert/strict";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb.js";
import { policies } from "../../policy-pack/policies/index.js";
import { COMPLIANT_CONTAINER, COMPLIANT_CONTEXT, COMPLIANT_POD } from "./pods.js";
import { RunningPack, urnOf } from "./running-pack.js";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
/** What the engine sends in place of a boolean that is not known yet. */
const UNKNOWN_BOOLEAN = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

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

const HARDENED_TEMPLATE = {
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
};

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

  it("CIS-K8S-4.2.4, NSA-AUTH-05: refuses a kubelet's file in a ConfigMap and in a launch template", async () => {
    const file = [
      ...["apiVersion: kubelet.config.k8s.io/v1beta1", "kind: KubeletConfiguration", "readOnlyPort: 10255"],
      "authentication: {x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}}",
    ].join("\n");
    const metadata = { name: "kubelet-config", namespace: "kube-system" };
    const found = [
      ...(await pack.analyze("kubernetes:core/v1:ConfigMap", "kubelet", { metadata, data: { kubelet: file } })),
      ...(await pack.analyze("aws:ec2/launchTemplate:LaunchTemplate", "nodes", {
        userData: Buffer.from(`#!/bin/bash\ncat <<EOF >/etc/kubelet.yaml\n${file}\nEOF\n`).toString("base64"),
      })),
    ].filter(({ policyname }) => policyname === "restrict-kubelet-access");
    assert.deepEqual(
      found.map(({ message }) => message?.split("\n")[1]),
      ["data.kubelet.readOnlyPort", "userData.readOnlyPort"].map(
        (path) => `kubelet must not set readOnlyPort (${path}). Fix: set it in the kubelet's configuration.`,
      ),
    );
  });

  it("says of user data that is unknown in preview that nobody has looked, once", async () => {
    const found = await pack.analyze("aws:ec2/launchTemplate:LaunchTemplate", "nodes", {
      ...HARDENED_TEMPLATE,
      userData: UNKNOWN_STRING,
    });
    assert.deepEqual(
      found.map(({ policyname, enforcementlevel }) => [policyname, enforcementlevel]),
      [["rampart-not-inspected", EnforcementLevel.ADVISORY]],
    );
    assert.match(found[0]?.message ?? "", /userData is unknown until deployment/);
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

  it("does not tell what is unknown to policies that are switched off", async () => {
    // Only a policy of the strict profile asks for it.
    const props = deployment({}, { hostUsers: UNKNOWN_BOOLEAN });
    assert.deepEqual(await pack.analyze(DEPLOYMENT, "users", props), []);
    const strict = await RunningPack.start();
    try {
      await strict.configure({ "require-user-namespace": EnforcementLevel.MANDATORY });
      const [diagnostic, ...rest] = await strict.analyze(DEPLOYMENT, "users", props);
      assert.deepEqual(rest, []);
      assert.equal(diagnostic?.policyname, "rampart-undecided");
      assert.match(diagnostic?.message ?? "", /hostUsers is unknown until deployment: require-user-namespace/);
    } finally {
      await strict.close();
    }
  });

  it("tells what is unknown as advice, whatever level the file gives to all", async () => {
    const strict = await RunningPack.start();
    try {
      const own = ["rampart", "rampart-undecided", "rampart-not-inspected", "rampart-error", "all"];
      const all = [...own, ...policies.map(({ id }) => id)];
      await strict.configure(Object.fromEntries(all.map((name) => [name, EnforcementLevel.MANDATORY])));
      const [diagnostic] = await strict.analyze(DEPLOYMENT, "users", deployment({}, { hostUsers: UNKNOWN_BOOLEAN }));
      assert.equal(diagnostic?.policyname, "rampart-undecided");
      assert.equal(diagnostic?.enforcementlevel, EnforcementLevel.ADVISORY);
    } finally {
      await strict.close();
    }
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

describe("the pack as the engine runs it on a whole stack", () => {
  const NAMESPACE = "kubernetes:core/v1:Namespace";
  const QUOTA = "kubernetes:core/v1:ResourceQuota";
  /** What the engine sends in place of text that is not known yet. */
  const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const named = (type: string, name: string, metadata: object = {}, spec: object = {}) => ({
    type,
    name,
    props: { metadata: { name, ...metadata }, spec },
  });
  const inShop = { namespace: "shop" };
  const complete = [
    named("kubernetes:networking.k8s.io/v1:NetworkPolicy", "deny", inShop, {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    }),
    named("kubernetes:core/v1:LimitRange", "limits", inShop),
  ];
  const policiesOf = (found: readonly { readonly policyname: string; readonly urn: string }[]) =>
    found.map(({ policyname, urn }) => [policyname, urn]);

  let pack: RunningPack;
  beforeEach(async () => {
    pack = await RunningPack.start();
  });
  afterEach(() => pack?.close());

  it("NSA-NET-05, NSA-NET-10, NSA-NET-11: refuses a namespace for each thing that it lacks, under that policy's name", async () => {
    const found = await pack.analyzeStack([named(NAMESPACE, "shop"), named(DEPLOYMENT, "web", inShop)]);
    const urn = urnOf(NAMESPACE, "shop");
    assert.deepEqual(policiesOf(found), [
      ["require-default-deny", urn],
      ["require-limit-range", urn],
      ["require-resource-quota", urn],
    ]);
    for (const { enforcementlevel } of found) assert.equal(enforcementlevel, EnforcementLevel.MANDATORY);
    const whole = [named(NAMESPACE, "shop"), ...complete, named(QUOTA, "quota", inShop)];
    assert.deepEqual(await pack.analyzeStack(whole), []);
  });

  it("advises where what is unknown may be what the namespace needs", async () => {
    const quota = named(QUOTA, "quota", { namespace: UNKNOWN_TEXT });
    const [diagnostic, ...rest] = await pack.analyzeStack([named(NAMESPACE, "shop"), ...complete, quota]);
    assert.deepEqual(rest, []);
    assert.equal(diagnostic?.policyname, "rampart-undecided");
    assert.equal(diagnostic?.urn, urnOf(NAMESPACE, "shop"));
    assert.match(diagnostic?.message ?? "", /metadata\.namespace is unknown until deployment: require-resource-quota/);
  });

  it("NSA-LOG-05: knows from which resource a value will come that is unknown in preview", async () => {
    const [vpc, log] = ["aws:ec2/vpc:Vpc", "aws:ec2/flowLog:FlowLog"] as const;
    const network = { type: vpc, name: "main", props: { cidrBlock: "10.0.0.0/16" } };
    const flow = { type: log, name: "flow", props: { vpcId: UNKNOWN_STRING } };
    const ids = async (...more: Parameters<RunningPack["analyzeStack"]>[0]) =>
      (await pack.analyzeStack([network, ...more])).map(({ policyname }) => policyname);
    assert.deepEqual(await ids(), ["require-empty-default-security-groups", "require-vpc-flow-logs"]);
    assert.deepEqual(await ids({ ...flow, dependencies: { vpcId: [urnOf(vpc, "main")] } }), [
      "require-empty-default-security-groups",
    ]);
    assert.deepEqual(await ids(flow), ["require-empty-default-security-groups", "require-vpc-flow-logs"]);
  });

  it("judges the stack by those policies that are on, whichever they are", async () => {
    const off = ["require-default-deny", "require-limit-range"];
    await pack.configure(Object.fromEntries(off.map((id) => [id, EnforcementLevel.DISABLED])));
    for (const resource of [named(NAMESPACE, "shop"), named("kubernetes:core/v1:ConfigMap", "settings", inShop)])
      await pack.analyze(resource.type, resource.name, resource.props);
    const found = await pack.analyzeStack([named(NAMESPACE, "shop")]);
    assert.deepEqual(policiesOf(found), [["require-resource-quota", urnOf(NAMESPACE, "shop")]]);
  });

  it("judges the stack where every policy on single resources is switched off", async () => {
    const single = policies.filter(({ subject }) => subject !== "stack").map(({ id }) => id);
    await pack.configure(Object.fromEntries(single.map((id) => [id, EnforcementLevel.DISABLED])));
    await pack.analyze(NAMESPACE, "shop", named(NAMESPACE, "shop").props);
    assert.equal((await pack.analyzeStack([named(NAMESPACE, "shop")])).length, 3);
  });
});
