import assert from "node:assert/strict";
import { Callers, identityOf } from "../../support/callers.js";
import { confusedToken, signedToken, tokenKey, unsignedToken } from "../../support/counterparts/oidc-issuer.js";
import { type EquippedCluster, equippedCluster } from "../../support/equipped-cluster.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

const now = (): number => Math.floor(Date.now() / 1000);

describeWithTools("issuers of tokens", () => {
  let cluster: EquippedCluster;
  let callers: Callers;
  let people: string;
  let mail: string;

  before(async () => {
    cluster = await equippedCluster();
    callers = new Callers(cluster);
    people = cluster.issuers.url("people");
    mail = cluster.issuers.url("mail");
    // The API server fetches the keys after its start, by itself.
    await eventually("the issuers' keys", async () => (await who(token({}))) !== undefined);
  });
  after(() => callers?.close());

  const who = (bearer: string) => identityOf(callers.bearing(bearer));
  const claimsOf = (changed: object) => ({
    iss: people,
    sub: "alice",
    aud: "kubectl",
    iat: now() - 5,
    exp: now() + 600,
    tenant: "acme",
    acr: "mfa",
    groups: ["developers"],
    ...changed,
  });
  const mailClaimsOf = (changed: object) => ({
    iss: mail,
    sub: "1",
    aud: "kubectl",
    iat: now() - 5,
    exp: now() + 600,
    email: "alice@acme.example",
    email_verified: true,
    ...changed,
  });
  /** A good token but for the claims given. */
  const token = (changed: object, key = cluster.issuers.key("people", "ES256")) => signedToken(key, claimsOf(changed));
  const mailToken = (changed: object) => signedToken(cluster.issuers.key("mail", "RS256"), mailClaimsOf(changed));

  it("NSA-AUTH-01, CIS-K8S-3.1.1, V-245544: know people by a token's claims, under the issuer's prefix", async () => {
    for (const algorithm of ["RS256", "ES256"] as const) {
      const identity = await who(token({ aud: ["other", "dashboard"] }, cluster.issuers.key("people", algorithm)));
      assert.equal(identity?.username, `${people}#alice`, algorithm);
      assert.deepEqual([...(identity?.groups ?? [])].sort(), [`${people}#developers`, "system:authenticated"].sort());
    }
    const identity = await who(mailToken({ groups: ["operators"] }));
    assert.equal(identity?.username, "alice@acme.example");
    assert.ok(identity?.groups.includes("operators"));
  });

  it("NSA-AUTH-02, NSA-AUTH-03: refuse every token that lacks one thing", async () => {
    const key = cluster.issuers.key("people", "RS256");
    const tokens = {
      "another issuer": token({ iss: "https://login.example.com" }),
      "another issuer of ours": token({ iss: mail }),
      "the issuer with a slash": token({ iss: `${people}/` }),
      "another audience": token({ aud: "billing" }),
      "no audience": token({ aud: undefined }),
      expired: token({ iat: now() - 900, exp: now() - 300 }),
      "not valid yet": token({ nbf: now() + 600 }),
      "no expiry": token({ exp: undefined }),
      "a life of a day": token({ exp: now() + 86_400 }),
      "no time of issue, so no life": token({ iat: undefined }),
      "another tenant": token({ tenant: "other" }),
      "no tenant": token({ tenant: undefined }),
      "one factor": token({ acr: "password" }),
      "no word on factors": token({ acr: undefined }),
      "no subject": token({ sub: undefined }),
      "an unknown key under a known id": token({}, tokenKey(key.id, "RS256")),
      "a key of the other issuer": token({}, cluster.issuers.key("mail", "RS256")),
      "the public key as a shared secret": confusedToken(key, claimsOf({})),
      "no signature": unsignedToken(claimsOf({})),
      "changed after signing": changedAfterSigning(token({}), claimsOf({ sub: "root" })),
      "an e-mail address that nobody verified": mailToken({ email_verified: false }),
      "an e-mail address of which nothing is said": mailToken({ email_verified: undefined }),
    };
    for (const [what, bearer] of Object.entries(tokens)) assert.equal(await who(bearer), undefined, what);
    assert.notEqual(await who(token({})), undefined, "the same token without any of these");
  });

  it("NSA-AUTH-11, CIS-K8S-5.1.7: make nobody a part of the cluster, whatever they claim", async () => {
    const claims = {
      "a user of the cluster": { email: "system:kube-controller-manager" },
      "an administrator above RBAC": { groups: ["developers", "system:masters"] },
      "a node": { groups: ["system:nodes"] },
      "a service account": { email: "system:serviceaccount:kube-system:default" },
    };
    for (const [what, claim] of Object.entries(claims)) assert.equal(await who(mailToken(claim)), undefined, what);
    const prefixed = await who(token({ sub: "system:admin", groups: ["system:masters"] }));
    assert.equal(prefixed?.username, `${people}#system:admin`);
    assert.ok(!prefixed?.groups.includes("system:masters"));
  });
});

function changedAfterSigning(token: string, claims: object): string {
  const [header, , signature] = token.split(".");
  return [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
}
