import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { restrictNamespaceRegistries } from "../../../components/baseline/admission/namespace-registries.js";
import {
  AdmissionAction,
  type AdmissionExemption,
  AdmissionPolicies,
  type AdmissionPoliciesArgs,
  EnforcementMode,
} from "../../../components/index.js";
import { evaluate } from "../../../policy-pack/evaluate.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { plain } from "../../../policy-pack/unknown.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const BINDING = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding";
const POLICY = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
const ID = "require-read-only-root-filesystem";

const EXEMPTION: AdmissionExemption = {
  policies: [ID],
  namespace: "shop",
  name: "web-*",
  reason: "It writes beside its program until version 2.",
  owner: "team-shop",
  expires: "2999-12-31",
};

const recorded = (args: AdmissionPoliciesArgs = {}): Promise<RecordedResource[]> =>
  recordResources(() => new AdmissionPolicies("admission", args));
const specOf = (resources: readonly RecordedResource[], type: string, id: string) =>
  resources.find(({ inputs, type: own }) => own === type && inputs.metadata.name === `${id}.rampart.dev`)?.inputs.spec;

describe("AdmissionPolicies", () => {
  it("NSA-POD-09: denies by default, fails closed, and leaves the system's namespaces alone", async () => {
    const resources = await recorded();
    const bindings = resources.filter(({ type }) => type === BINDING);
    const found = resources.filter(({ type }) => type === POLICY);
    assert.equal(bindings.length, found.length);
    assert.ok(bindings.length > 30);
    for (const { inputs } of bindings) assert.deepEqual(inputs.spec.validationActions, ["Deny", "Audit"]);
    for (const { inputs } of found) assert.equal(inputs.spec.failurePolicy, "Fail");
    assert.deepEqual(specOf(resources, BINDING, ID).matchResources, {
      namespaceSelector: {
        matchExpressions: [
          {
            key: "kubernetes.io/metadata.name",
            operator: "NotIn",
            values: ["kube-system", "kube-public", "kube-node-lease"],
          },
        ],
      },
    });
    assert.deepEqual(specOf(resources, BINDING, "no-anonymous-bindings").matchResources, {});
    assert.equal(specOf(resources, POLICY, "require-image-digests"), undefined);
  });

  it("warns and audits in a phase of audit, but for what is asked to deny or to be off", async () => {
    const resources = await recorded({
      mode: EnforcementMode.Audit,
      policies: {
        [ID]: AdmissionAction.Deny,
        "require-image-digests": AdmissionAction.Audit,
        "no-tiller": AdmissionAction.Off,
      },
    });
    const actions = (id: string) => specOf(resources, BINDING, id)?.validationActions;
    assert.deepEqual(actions("no-latest-images"), ["Warn", "Audit"]);
    assert.deepEqual(actions(ID), ["Deny", "Audit"]);
    assert.deepEqual(actions("require-image-digests"), ["Warn", "Audit"]);
    assert.equal(actions("no-tiller"), undefined);
  });

  it("breaks one policy of the pack in a phase of audit, which says that it is one", async () => {
    const resources = (await recorded({ mode: EnforcementMode.Audit, writeDefaults: true })).map(
      ({ type, name, inputs }) => ({ type, name, urn: `urn:pulumi:dev::test::${type}::${name}`, props: plain(inputs) }),
    );
    const found = evaluate(resources, policies);
    assert.deepEqual([...new Set(found.map(({ policy }) => policy))], ["require-denying-policy-bindings"]);
  });

  it("states exemptions in the policies that they are from, and in no other", async () => {
    const resources = await recorded({ exemptions: [EXEMPTION] });
    const exemptions = (id: string) =>
      specOf(resources, POLICY, id).variables.find(({ name }: { readonly name: string }) => name === "exemptions");
    const { namespace, reason, owner, expires } = EXEMPTION;
    assert.deepEqual(JSON.parse(exemptions(ID).expression), [{ namespace, name: "^web-.*$", expires, owner, reason }]);
    assert.equal(exemptions("no-latest-images"), undefined);
  });

  it("keeps texts texts, whatever is in them", async () => {
    const reason = 'Says "no" \\ and \n `variables.pod` + "';
    const resources = await recorded({ exemptions: [{ ...EXEMPTION, reason }] });
    const [exemptions] = specOf(resources, POLICY, ID).variables;
    assert.equal(JSON.parse(exemptions.expression)[0].reason, reason);
  });

  it("takes registries that are known later", async () => {
    const settings = { imageRegistries: [pulumi.output("registry.example/shop")] };
    const [registries] = specOf(await recorded({ settings }), POLICY, "restrict-image-registries").variables;
    assert.equal(registries.expression, '["registry.example/shop"]');
  });

  it("writes defaults only where it is asked to", async () => {
    const mutating = async (args: AdmissionPoliciesArgs) =>
      (await recorded(args)).filter(({ type }) => type.includes("MutatingAdmissionPolicy")).map(({ name }) => name);
    assert.deepEqual(await mutating({}), []);
    assert.deepEqual(await mutating({ writeDefaults: true, mode: EnforcementMode.Audit }), [
      "admission-pod-security-labels",
      "admission-pod-security-labels-binding",
    ]);
    assert.equal((await mutating({ writeDefaults: true })).length, 4);
  });

  it("NSA-POD-06: restricts the images of one namespace without any other policy", async () => {
    const resources = await recordResources(() => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "shop");
      restrictNamespaceRegistries(parent, "shop", "shop", ["registry.example/shop"]);
    });
    const id = "shop.restrict-image-registries";
    assert.deepEqual(specOf(resources, BINDING, id), {
      policyName: `${id}.rampart.dev`,
      validationActions: ["Deny", "Audit"],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["shop"] }],
        },
      },
    });
    assert.equal(specOf(resources, POLICY, id).variables[0].expression, '["registry.example/shop"]');
  });

  const WRONG: readonly (readonly [string, object, RegExp])[] = [
    ["a mode that there is not", { mode: "deny" }, /^mode: must be audit or enforce, got "deny"$/],
    [
      "a policy that there is not",
      { policies: { "no-root": "deny" } },
      /^policies: must be admission policies \(.*\), got "no-root"$/,
    ],
    [
      "an action that there is not",
      { policies: { [ID]: "warn" } },
      /^policies\["require-read.*"\]: must be off, audit or deny, got "warn"$/,
    ],
    [
      "a namespace that can be none",
      { exemptNamespaces: ["kube-*"] },
      /^exemptNamespaces\[0\]: must be the name of a namespace, got "kube-\*"$/,
    ],
    [
      "a registry with a tag",
      { settings: { imageRegistries: ["a/b@c"] } },
      /^imageRegistries\[0\]: must be a registry, .*, got "a\/b@c"$/,
    ],
    [
      "a level that there is not",
      { settings: { minimumPodSecurity: "high" } },
      /^minimumPodSecurity: must be one of privileged, baseline, restricted, got "high"$/,
    ],
    [
      "a token without end",
      { settings: { maximumTokenSeconds: 1e9 } },
      /^maximumTokenSeconds: must be a whole number from 600 to 86400, got 1000000000$/,
    ],
    [
      "a label that is none",
      { settings: { namespaceLabels: ["a b"] } },
      /^namespaceLabels\[0\]: must be a name, got "a b"$/,
    ],
  ];
  const WRONG_EXEMPTIONS: readonly (readonly [string, object, RegExp])[] = [
    [
      "from a policy without exemptions",
      { policies: ["no-privileged-exec"] },
      /^exemptions\[0\]\.policies: must be admission policies that take exemptions \(.*\), got "no-privileged-exec"$/,
    ],
    ["from nothing", { policies: [] }, /^exemptions\[0\]\.policies must be a list of policy ids, got \[\]$/],
    ["without an owner", { owner: "" }, /^exemptions\[0\]\.owner must be a text, got ""$/],
    [
      "without an end",
      { expires: "never" },
      /^exemptions\[0\]\.expires must be a day such as "2026-12-31", got "never"$/,
    ],
    [
      "of namespaces",
      { namespace: "team-*" },
      /^exemptions\[0\]\.namespace: must be the name of one namespace, got "team-\*"$/,
    ],
    [
      "of a name that can be none",
      { name: "web(1)" },
      /^exemptions\[0\]\.name: must be a name such as "web-\*", .*, got "web\(1\)"$/,
    ],
    ["without a name", { name: undefined }, /^exemptions\[0\]\.name: must be .*, got nothing$/],
  ];
  const refuses = (what: string, args: object, message: RegExp) =>
    it(`refuses ${what}`, () => {
      assert.throws(() => new AdmissionPolicies("admission", args), { message });
    });
  for (const [what, args, message] of WRONG) refuses(what, args, message);
  for (const [what, changes, message] of WRONG_EXEMPTIONS)
    refuses(`an exemption ${what}`, { exemptions: [{ ...EXEMPTION, ...changes }] }, message);
});
