import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import * as rampart from "../../components/index.js";
import { evaluate } from "../../policy-pack/evaluate.js";
import { policies } from "../../policy-pack/policies/index.js";
import { PROFILES } from "../../policy-pack/policy.js";
import { plain } from "../../policy-pack/unknown.js";
import { recordResources } from "../support/recorded-resources.js";

/** Every component with what a user must at least say. */
const COMPONENTS: Readonly<Record<string, () => pulumi.Resource>> = {
  ControlPlaneFiles: () =>
    new rampart.ControlPlaneFiles("production", {
      kubernetesVersion: "v1.37.2",
      controlPlaneEndpoint: "k8s.example.com:6443",
      encryptionKeys: [{ name: "one", secret: Buffer.alloc(32).toString("base64") }],
    }),
  HardenedNamespace: () => new rampart.HardenedNamespace("shop"),
  HardenedDeployment: () =>
    new rampart.HardenedDeployment("web", {
      namespace: "shop",
      image: `registry.example/shop/web:1.4.2@sha256:${"0".repeat(64)}`,
      port: 8080,
    }),
  NetworkRules: () =>
    new rampart.NetworkRules("web", {
      namespace: "shop",
      rules: [rampart.allowDns(), rampart.allowFrom({}, 8080), rampart.allowToAddresses({ cidr: "10.20.0.0/16" }, 443)],
    }),
  RbacPersonas: () =>
    new rampart.RbacPersonas("people", {
      bindings: Object.fromEntries(
        Object.values(rampart.Persona).map((persona) => [
          persona,
          { persona, groups: ["a"], ...(persona === rampart.Persona.Auditor ? {} : { namespace: "shop" }) },
        ]),
      ),
    }),
};

/** Components that register nothing: their outputs are files. */
const WRITERS: readonly string[] = ["ControlPlaneFiles"];

const enforced = policies.filter(({ profile }) => profile !== PROFILES[2]);

/** A component's own token begins so; a policy judges what it registers, not the component. */
const isComponent = (candidate: unknown): boolean => /^class .*ComponentResource/.test(String(candidate));

describe("components under the policy pack", () => {
  it("are all listed here", () => {
    const exported = Object.entries(rampart).filter(([, value]) => isComponent(value));
    assert.notEqual(exported.length, 0);
    assert.deepEqual(exported.map(([name]) => name).sort(), Object.keys(COMPONENTS).sort());
  });

  for (const [name, create] of Object.entries(COMPONENTS))
    it(`${name} passes every policy of the default profile`, async () => {
      const recorded = await recordResources(create);
      assert.equal(recorded.length === 0, WRITERS.includes(name));
      const resources = recorded.map(({ type, name, inputs }) => ({
        type,
        name,
        urn: `urn:pulumi:dev::test::${type}::${name}`,
        props: plain(inputs),
      }));
      const found = evaluate(resources, enforced).map(({ resource, status, message }) => [
        resource.urn,
        status,
        message,
      ]);
      assert.deepEqual(found, []);
    });
});
