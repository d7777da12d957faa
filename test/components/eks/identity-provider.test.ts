import assert from "node:assert/strict";
import { IdentityProvider, type IdentityProviderArgs } from "../../../components/eks/index.js";
import { type RecordedResource, recordResources } from "../../support/recorded-resources.js";

const ARGS: IdentityProviderArgs = {
  clusterName: "prod",
  issuerUrl: "https://login.example.com/realms/platform",
  clientId: "prod-cluster",
  requiredClaims: { department: "platform" },
};

const made = (args: Partial<IdentityProviderArgs> = {}): Promise<RecordedResource[]> =>
  recordResources(() => new IdentityProvider("people", { ...ARGS, ...args }));

describe("IdentityProvider", () => {
  it("NSA-AUTH-01, CIS-EKS-5.5.1: tokens need the claims, and their names and groups get a prefix", async () => {
    assert.deepEqual(await made({ groupsClaim: "groups", tags: { team: "iam" } }), [
      {
        type: "aws:eks/identityProviderConfig:IdentityProviderConfig",
        name: "people-config",
        inputs: {
          clusterName: "prod",
          oidc: {
            identityProviderConfigName: "people",
            issuerUrl: "https://login.example.com/realms/platform",
            clientId: "prod-cluster",
            requiredClaims: { department: "platform" },
            usernameClaim: "sub",
            usernamePrefix: "oidc:",
            groupsClaim: "groups",
            groupsPrefix: "oidc:",
          },
          tags: { team: "iam" },
        },
      },
    ]);
  });

  it("without a claim for groups there is no prefix for them", async () => {
    const oidc = (await made())[0]?.inputs.oidc;
    assert.deepEqual([oidc.groupsClaim, oidc.groupsPrefix], [undefined, undefined]);
  });

  it("NSA-AUTH-08: no prefix lets a token be somebody of Kubernetes, whole or in part", async () => {
    for (const prefix of ["system:", "sys", "", "-", "System:", "eks:", "oidc", "a b:"])
      await recordResources(() => {
        assert.throws(
          () => new IdentityProvider("people", { ...ARGS, prefix }),
          /^Error: prefix: must be a word of your own/,
        );
      });
  });

  it("NSA-AUTH-01: a provider without required claims, over plain HTTP, or without a client is refused", async () => {
    const refused: readonly (readonly [Partial<IdentityProviderArgs>, RegExp])[] = [
      [{ requiredClaims: {} }, /^Error: requiredClaims: must have at least one claim/],
      [{ issuerUrl: "http://login.example.com" }, /^Error: issuerUrl: must be an https address/],
      [{ issuerUrl: "https://login.example.com?tenant=1" }, /^Error: issuerUrl: must be an https address/],
      [{ clientId: " " }, /^Error: clientId: must be stated/],
    ];
    for (const [args, message] of refused)
      await recordResources(() => {
        assert.throws(() => new IdentityProvider("people", { ...ARGS, ...args }), message);
      });
  });
});
