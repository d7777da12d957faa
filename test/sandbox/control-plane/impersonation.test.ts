import assert from "node:assert/strict";
import type { Cluster } from "../../../sandbox/cluster.js";
import { AuditLog } from "../../support/audit-log.js";
import { Callers, identityOf, type UserInfo } from "../../support/callers.js";
import { sharedCluster } from "../../support/cluster.js";
import { eventually } from "../../support/eventually.js";
import { describeWithTools } from "../../support/tiers.js";

const RBAC = "rbac.authorization.k8s.io";
const NAMESPACE = "claims-impersonation";
const USERS = { apiGroups: ["authentication.k8s.io"], resources: ["users"] };
const ROLES = ["whose", "what", "free"].map((name) => `${NAMESPACE}-${name}`);

describeWithTools("impersonation", () => {
  let cluster: Cluster;
  let callers: Callers;

  before(async () => {
    cluster = await sharedCluster();
    callers = new Callers(cluster);
    const { api } = cluster;
    await api.json("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: NAMESPACE },
    });
    const grant = async (name: string, users: readonly string[], rules: readonly object[]) => {
      const metadata = { name };
      const roleRef = { apiGroup: RBAC, kind: "ClusterRole", name };
      const subjects = users.map((user) => ({ apiGroup: RBAC, kind: "User", name: user }));
      const path = `/apis/${RBAC}/v1`;
      await api.json("POST", `${path}/clusterroles`, {
        apiVersion: `${RBAC}/v1`,
        kind: "ClusterRole",
        metadata,
        rules,
      });
      await api.json("POST", `${path}/clusterrolebindings`, {
        apiVersion: `${RBAC}/v1`,
        kind: "ClusterRoleBinding",
        metadata,
        roleRef,
        subjects,
      });
    };
    const [whose = "", what = "", free = ""] = ROLES;
    await grant(whose, ["helpdesk", "half"], [{ ...USERS, verbs: ["impersonate:user-info"], resourceNames: ["ann"] }]);
    await grant(
      what,
      ["helpdesk"],
      [{ apiGroups: [""], resources: ["configmaps"], verbs: ["impersonate-on:user-info:list"] }],
    );
    await grant(
      free,
      ["ann", "bob"],
      [{ apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["get", "list", "create"] }],
    );
  });
  after(async () => {
    callers?.close();
    for (const name of ROLES)
      for (const kind of ["clusterrolebindings", "clusterroles"])
        await cluster?.api.send("DELETE", `/apis/${RBAC}/v1/${kind}/${name}`);
    await cluster?.api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`);
  });

  it("NSA-AUTH-11, CIS-K8S-5.1.8: reaches the person and the action that were named, and nothing else", async () => {
    const list = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
    const as = async (caller: string, user: string, path = list, method = "GET", body?: object, extra = {}) => {
      const client = await callers.certified(caller, [], { "impersonate-user": user, ...extra });
      return (await client.send(method, path, body)).status;
    };
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "made-" } };
    await eventually("the right to impersonate", async () => (await as("helpdesk", "ann")) === 200);
    const refused = {
      "another person": await as("helpdesk", "bob"),
      "another verb": await as("helpdesk", "ann", `${list}/kube-root-ca.crt`),
      "a change": await as("helpdesk", "ann", list, "POST", map),
      "another resource": await as("helpdesk", "ann", list.replace("configmaps", "secrets")),
      "a group": await as("helpdesk", "ann", list, "GET", undefined, { "impersonate-group": "system:masters" }),
      "a node": await as("helpdesk", "system:node:sandbox-node"),
      "without an action": await as("half", "ann"),
      "without any right": await as("nobody", "ann"),
    };
    assert.deepEqual(refused, Object.fromEntries(Object.keys(refused).map((what) => [what, 403])));
    const ann = await callers.certified("ann", []);
    await eventually("the right of the person", async () => (await ann.send("GET", list)).status === 200);
    assert.equal((await ann.send("POST", list, map)).status, 201, "what the person may do");
    const helpdesk = await callers.certified("helpdesk", []);
    assert.equal((await helpdesk.send("GET", list)).status, 403, "and the helpdesk may not");
  });

  it("NSA-LOG-06: is in the audit log with both names", async () => {
    const client = await callers.certified("rampart-admin", ["rampart:administrators"], {
      "impersonate-user": "ann",
      "impersonate-group": "developers",
    });
    let identity: UserInfo | undefined;
    const events = await new AuditLog(cluster).eventsDuring(async () => {
      identity = await identityOf(client);
    });
    assert.equal(identity?.username, "ann");
    assert.deepEqual([...(identity?.groups ?? [])].sort(), ["developers", "system:authenticated"]);
    const [event] = events.filter(({ impersonatedUser }) => impersonatedUser?.username === "ann");
    assert.equal(event?.user.username, "rampart-admin");
  });
});
