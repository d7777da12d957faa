import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Cluster } from "../../../sandbox/cluster.js";
import { Callers, identityOf } from "../../support/callers.js";
import { sharedCluster } from "../../support/cluster.js";
import { signedToken, type TokenKey } from "../../support/counterparts/oidc-issuer.js";
import { equippedCluster } from "../../support/equipped-cluster.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "claims-tokens";
const BASE = `/api/v1/namespaces/${NAMESPACE}`;
const USER = `system:serviceaccount:${NAMESPACE}:app`;

interface Claims {
  readonly iss: string;
  readonly aud: readonly string[];
  readonly iat: number;
  readonly exp: number;
  readonly "kubernetes.io": object;
}

const claimsOf = (token: string): Claims => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

describeWithTools("tokens of service accounts", () => {
  let cluster: Cluster;
  let callers: Callers;

  before(async () => {
    cluster = await sharedCluster();
    callers = new Callers(cluster);
    await cluster.api.json("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: NAMESPACE },
    });
    await cluster.api.json("POST", `${BASE}/serviceaccounts`, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "app" },
    });
  });
  after(async () => {
    callers?.close();
    await cluster?.api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`);
  });

  const request = async (
    spec: object,
    { api }: Cluster = cluster,
    path = `${BASE}/serviceaccounts/app`,
  ): Promise<string> => {
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec };
    return (await api.json<{ status: { token: string } }>("POST", `${path}/token`, body)).status.token;
  };
  const review = async (token: string, audiences?: readonly string[]) => {
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: { token, audiences } };
    const path = "/apis/authentication.k8s.io/v1/tokenreviews";
    return (await cluster.api.json<{ status: { authenticated?: boolean; audiences?: string[] } }>("POST", path, body))
      .status;
  };
  const who = async (token: string) => (await identityOf(callers.bearing(token)))?.username;
  const pod = async (name: string): Promise<{ kind: string; apiVersion: string; name: string; uid: string }> => {
    const { metadata } = await cluster.api.json<{ metadata: { uid: string } }>("POST", `${BASE}/pods`, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name },
      spec: {
        serviceAccountName: "app",
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "app",
            image: "registry.example/app:1",
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          },
        ],
      },
    });
    return { kind: "Pod", apiVersion: "v1", name, uid: metadata.uid };
  };

  it("NSA-AUTH-06: open the API server when they are for it, and nothing that they are not for", async () => {
    const own = await request({ expirationSeconds: 600 });
    assert.deepEqual(claimsOf(own).aud, [cluster.server]);
    assert.equal(claimsOf(own).iss, cluster.server);
    assert.equal(await who(own), USER);
    const forVault = await request({ audiences: ["vault"], expirationSeconds: 600 });
    assert.equal(await who(forVault), undefined, "a token for another server");
    assert.equal((await review(forVault)).authenticated ?? false, false);
    assert.deepEqual(await review(forVault, ["vault"]).then(({ audiences }) => audiences), ["vault"]);
    assert.equal((await review(own, ["vault"])).authenticated ?? false, false);
  });

  it("NSA-AUTH-06: end with the pod that they are bound to", async () => {
    const reference = await pod("short-lived");
    const tokens = await Promise.all(
      [1, 2, 3].map((n) => request({ boundObjectRef: reference, expirationSeconds: 600 + n })),
    );
    const [first = "", second = "", third = ""] = tokens;
    assert.equal(await who(first), USER);
    assert.equal((await review(first)).authenticated, true);
    await cluster.api.json("DELETE", `${BASE}/pods/short-lived`, { gracePeriodSeconds: 0 });
    // Others than the first, which the API server remembers for ten seconds.
    await eventually("the end of the token", async () => (await who(second)) === undefined);
    await eventually("the end of the token", async () => !(await review(third)).authenticated);
    const again = await pod("short-lived");
    assert.notEqual(again.uid, reference.uid);
    const late = await request({ boundObjectRef: again, expirationSeconds: 600 });
    assert.equal(await who(late), USER, "of a new pod of the same name");
    const stale = cluster.api.send("POST", `${BASE}/serviceaccounts/app/token`, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { boundObjectRef: reference },
    });
    assert.equal((await stale).status, 409, "no new token for a pod that is gone");
  });

  it("NSA-AUTH-06, CIS-K8S-1.2.21: end with the Secret that has them, where somebody still makes such", async () => {
    const made = async (name: string): Promise<string> => {
      await cluster.api.json("POST", `${BASE}/secrets`, {
        apiVersion: "v1",
        kind: "Secret",
        type: "kubernetes.io/service-account-token",
        metadata: { name, annotations: { "kubernetes.io/service-account.name": "app" } },
      });
      let token = "";
      await eventually("a token", async () => {
        const { data } = await cluster.api.json<{ data?: { token?: string } }>("GET", `${BASE}/secrets/${name}`);
        token = Buffer.from(data?.token ?? "", "base64").toString();
        return token !== "";
      });
      return token;
    };
    const kept = await made("kept");
    const removed = await made("removed");
    await cluster.api.json("DELETE", `${BASE}/secrets/removed`);
    await eventually("the end of the token", async () => (await who(removed)) === undefined);
    assert.equal(await who(kept), USER);
    await cluster.api.json("DELETE", `${BASE}/secrets/kept`);
  });

  it("NSA-AUTH-06, CIS-K8S-1.2.22: end when they say so, and are signed by the API server's key", async () => {
    const real = claimsOf(await request({ expirationSeconds: 600 }));
    const privateKey = createPrivateKey(readFileSync(cluster.layout.file("serviceAccountKey")));
    const keys = await cluster.api.json<{ keys: { kid: string }[] }>("GET", "/openid/v1/jwks");
    const key: TokenKey = {
      id: keys.keys[0]?.kid ?? "",
      algorithm: "ES256",
      privateKey,
      publicKey: createPublicKey(privateKey),
    };
    const now = Math.floor(Date.now() / 1000);
    assert.equal(await who(signedToken(key, { ...real, iat: now - 30 })), USER, "written by hand, and good");
    const past = { ...real, iat: now - 7200, nbf: now - 7200, exp: now - 3600 };
    assert.equal(await who(signedToken(key, past)), undefined, "an hour too late");
    assert.equal(
      await who(signedToken(key, { ...real, iss: "https://kubernetes.default.svc" })),
      undefined,
      "of another issuer",
    );
  });

  it("CIS-K8S-1.2.30: live as long as was asked for, and no longer", async () => {
    // The life that kubelets ask for, which the API server would turn into a year.
    const token = await request({ boundObjectRef: await pod("projected"), expirationSeconds: 3607 });
    const { iat, exp } = claimsOf(token);
    assert.equal(exp - iat, 3607);
    const equipped = await equippedCluster();
    const day = await request(
      { expirationSeconds: 86_400 },
      equipped,
      "/api/v1/namespaces/default/serviceaccounts/default",
    );
    assert.equal(claimsOf(day).exp - claimsOf(day).iat, 3600, "no more than the longest that anybody may ask for");
  });

  it("NSA-AUTH-06, CIS-K8S-5.1.6: are kept nowhere without having been asked for", async () => {
    const { items } = await cluster.api.json<{ items: { type: string }[] }>("GET", `${BASE}/secrets`);
    assert.deepEqual(
      items.filter(({ type }) => type === "kubernetes.io/service-account-token"),
      [],
    );
  });
});
