import assert from "node:assert/strict";
import type { Cluster } from "../../../sandbox/cluster.js";
import type { HttpsClient } from "../../../sandbox/control-plane/https-client.js";
import { Callers } from "../../support/callers.js";
import { sharedCluster } from "../../support/cluster.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

const GROUP = "rbac.authorization.k8s.io";
const NAMESPACE = "claims-escalation";
const CLUSTER_WIDE = `/apis/${GROUP}/v1`;
const BASE = `${CLUSTER_WIDE}/namespaces/${NAMESPACE}`;

const READ_MAPS = { apiGroups: [""], resources: ["configmaps"], verbs: ["get"] };
const READ_SECRETS = { apiGroups: [""], resources: ["secrets"], verbs: ["get"] };
const MANAGE = { apiGroups: [GROUP], resources: ["roles", "rolebindings"], verbs: ["create", "update"] };

/** What each person may do in the namespace. */
const PEOPLE = {
  delegate: [READ_MAPS, MANAGE],
  binder: [MANAGE, { apiGroups: [GROUP], resources: ["roles"], resourceNames: ["strong"], verbs: ["bind"] }],
  escalator: [MANAGE, { apiGroups: [GROUP], resources: ["roles"], verbs: ["escalate"] }],
};
type Person = keyof typeof PEOPLE;

describeWithTools("RBAC", () => {
  let cluster: Cluster;
  let callers: Callers;
  let people: Readonly<Record<Person, HttpsClient>>;

  const role = (name: string, rules: readonly object[]) => ({
    apiVersion: `${GROUP}/v1`,
    kind: "Role",
    metadata: { name },
    rules,
  });
  const binding = (name: string, roleName: string, user: string) => ({
    apiVersion: `${GROUP}/v1`,
    kind: "RoleBinding",
    metadata: { name },
    roleRef: { apiGroup: GROUP, kind: "Role", name: roleName },
    subjects: [{ apiGroup: GROUP, kind: "User", name: user }],
  });

  before(async () => {
    cluster = await sharedCluster();
    callers = new Callers(cluster);
    const { api } = cluster;
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } };
    await api.json("POST", "/api/v1/namespaces", namespace);
    await api.json("POST", `${BASE}/roles`, role("strong", [READ_SECRETS]));
    await api.json("POST", `${BASE}/roles`, role("other", [READ_SECRETS]));
    for (const [person, rules] of Object.entries(PEOPLE)) {
      await api.json("POST", `${BASE}/roles`, role(person, rules));
      await api.json("POST", `${BASE}/rolebindings`, binding(person, person, person));
    }
    const [delegate, binder, escalator] = await Promise.all(
      (["delegate", "binder", "escalator"] as const).map((person) => callers.certified(person, [])),
    );
    people = {
      delegate: delegate ?? assert.fail(),
      binder: binder ?? assert.fail(),
      escalator: escalator ?? assert.fail(),
    };
    const nothing = role("nothing", []);
    for (const person of Object.values(people))
      await eventually("the rights", async () => {
        const { status } = await person.send("POST", `${BASE}/roles?dryRun=All`, nothing);
        return status === 201;
      });
  });
  after(async () => {
    callers?.close();
    await cluster?.api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`);
  });

  it("NSA-AUTH-07, NSA-AUTH-11, CIS-K8S-1.2.8, CIS-K8S-5.1.8: lets nobody give what they do not have, but by the verbs for that", async () => {
    const attempts: readonly (readonly [what: string, person: Person, path: string, body: object, status: number])[] = [
      ["a role with one's own rights", "delegate", "roles", role("own", [READ_MAPS]), 201],
      ["a role with more", "delegate", "roles", role("more", [READ_SECRETS]), 403],
      [
        "a role with everything",
        "delegate",
        "roles",
        role("all", [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]),
        403,
      ],
      ["a role with escalate", "escalator", "roles", role("granted", [READ_SECRETS]), 201],
      ["a binding of one's own role", "delegate", "rolebindings", binding("own", "delegate", "friend"), 201],
      ["a binding of a stronger role", "delegate", "rolebindings", binding("more", "strong", "delegate"), 403],
      [
        "a binding of a role that bind does not name",
        "binder",
        "rolebindings",
        binding("unbound", "other", "binder"),
        403,
      ],
      ["a binding with bind", "binder", "rolebindings", binding("bound", "strong", "binder"), 201],
      [
        "a binding with escalate, which is not bind",
        "escalator",
        "rolebindings",
        binding("no", "strong", "escalator"),
        403,
      ],
    ];
    const secrets = `/api/v1/namespaces/${NAMESPACE}/secrets/none`;
    assert.equal((await people.binder.send("GET", secrets)).status, 403);
    const seen: Record<string, number> = {};
    for (const [what, person, path, body] of attempts)
      seen[what] = (await people[person].send("POST", `${BASE}/${path}`, body)).status;
    assert.deepEqual(seen, Object.fromEntries(attempts.map(([what, , , , status]) => [what, status])));
    // Which is why nobody should have these verbs.
    await eventually("the right", async () => (await people.binder.send("GET", secrets)).status === 404);
    const widened = await people.delegate.send("PUT", `${BASE}/roles/own`, role("own", [READ_MAPS, READ_SECRETS]));
    assert.equal(widened.status, 403, "nor afterwards");
    const beyond = await people.delegate.send("POST", `${CLUSTER_WIDE}/clusterroles`, role("own", [READ_MAPS]));
    assert.equal(beyond.status, 403, "nor outside of their namespace");
  });
});
