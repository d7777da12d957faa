import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Cluster } from "../../../sandbox/cluster.js";
import { AuditLog } from "../../support/audit-log.js";
import { Callers } from "../../support/callers.js";
import { sharedCluster } from "../../support/cluster.js";
import { equippedCluster } from "../../support/equipped-cluster.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "claims-audit-secrets";
const BASE = `/api/v1/namespaces/${NAMESPACE}`;
const JSON_PATCH = "application/json-patch+json";
const MERGE_PATCH = "application/merge-patch+json";
const STRATEGIC_PATCH = "application/strategic-merge-patch+json";
const APPLY = "application/apply-patch+yaml";

/** Values that are in no other place, and the forms in which a log could have them. */
class Planted {
  private readonly forms: string[] = [];

  /** @returns a new secret value. */
  value(): string {
    const value = `planted-${randomBytes(12).toString("hex")}`;
    this.add(value);
    return value;
  }

  add(value: string): void {
    // An error may quote the beginning alone.
    this.forms.push(value.slice(0, 16), base64(value).slice(0, 20));
  }

  isIn(log: string): boolean {
    assert.ok(this.forms.length > 0);
    return this.forms.some((form) => log.includes(form));
  }
}
const base64 = (text: string): string => Buffer.from(text).toString("base64");

type Kind = "Secret" | "ConfigMap";
/** What is done, how, to which path below the collection, with which body of which type; whether it is refused. */
type Row = readonly [what: string, method: string, path: string, body?: unknown, type?: string];

/** Everything that can be asked of a collection whose objects hold credentials, in this order, with a new value each time. */
function everyRequest(
  kind: Kind,
  planted: Planted,
): { readonly taken: readonly Row[]; readonly refused: readonly Row[] } {
  const inClear = () => planted.value();
  const encoded = () => (kind === "Secret" ? base64(planted.value()) : planted.value());
  const data = () => (kind === "Secret" ? { stringData: { key: inClear() } } : { data: { key: inClear() } });
  const object = (name: string, more: object = data()) => ({ apiVersion: "v1", kind, metadata: { name }, ...more });
  const patch = (op: string, path: string, value: unknown) => [{ op, path, value }];
  const wrongBytes = { key: `%${planted.value()}` };
  return {
    taken: [
      ["creation", "POST", "", object("one")],
      ["creation, dry run", "POST", "?dryRun=All", object("dry")],
      ["reading", "GET", "/one"],
      ["update", "PUT", "/one", object("one")],
      ["JSON patch", "PATCH", "/one", patch("add", "/data/patched", encoded()), JSON_PATCH],
      ["merge patch", "PATCH", "/one", data(), MERGE_PATCH],
      ["strategic merge patch", "PATCH", "/one", data(), STRATEGIC_PATCH],
      ["strategic merge patch, dry run", "PATCH", "/one?dryRun=All", data(), STRATEGIC_PATCH],
      ["server-side apply", "PATCH", "/applied?fieldManager=a", object("applied", { data: { key: encoded() } }), APPLY],
      ["list", "GET", ""],
      ["list in pages", "GET", "?limit=1"],
      ["watch", "GET", "?watch=true&timeoutSeconds=1"],
    ],
    refused: [
      ["creation of what there is", "POST", "", object("one")],
      ["creation of a wrong name", "POST", "", object("Not A Name")],
      ["creation with a wrong type", "POST", "", object("wrong", { data: { key: { value: planted.value() } } })],
      ["creation with an unknown field", "POST", "?fieldValidation=Strict", object("strict", { wrong: inClear() })],
      ["creation with a wrong key", "POST", "", object("key", { data: { "a key": encoded() } })],
      [
        "creation with a wrong encoding",
        "POST",
        "",
        object("bytes", { [kind === "Secret" ? "data" : "binaryData"]: wrongBytes }),
      ],
      [
        "creation with a wrong label",
        "POST",
        "",
        { ...object("label"), metadata: { name: "label", labels: { a: "/" } } },
      ],
      ["creation of what cannot be parsed", "POST", "", inClear()],
      ["update of what there is not", "PUT", "/none", object("none")],
      [
        "update of another version",
        "PUT",
        "/one",
        { ...object("one"), metadata: { name: "one", resourceVersion: "1" } },
      ],
      ["JSON patch whose test fails", "PATCH", "/one", patch("test", "/data/patched", encoded()), JSON_PATCH],
      ["JSON patch of what there is not", "PATCH", "/one", patch("replace", "/none/key", encoded()), JSON_PATCH],
      ["JSON patch that cannot be parsed", "PATCH", "/one", inClear(), JSON_PATCH],
      ["JSON patch to a wrong type", "PATCH", "/one", patch("replace", "/data", inClear()), JSON_PATCH],
      ["merge patch to a wrong type", "PATCH", "/one", { data: inClear() }, MERGE_PATCH],
      ["strategic merge patch to a wrong type", "PATCH", "/one", { data: inClear() }, STRATEGIC_PATCH],
      ["merge patch to a wrong number", "PATCH", "/one", { data: { other: 1 } }, MERGE_PATCH],
      ["apply in conflict", "PATCH", "/applied?fieldManager=b", object("applied", { data: { key: encoded() } }), APPLY],
      ["apply of a wrong type", "PATCH", "/applied?fieldManager=a", object("applied", { data: inClear() }), APPLY],
      ["apply of what cannot be parsed", "PATCH", "/applied?fieldManager=a", inClear(), APPLY],
    ],
  };
}

describeWithTools("secrets", () => {
  let shared: Cluster;
  let equipped: Cluster;

  before(async () => {
    shared = await sharedCluster();
    equipped = await equippedCluster();
    for (const { api } of [shared, equipped]) {
      const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } };
      await api.json("POST", "/api/v1/namespaces", namespace);
    }
  });
  after(async () => {
    for (const cluster of [shared, equipped]) await cluster?.api.send("DELETE", `/api/v1/namespaces/${NAMESPACE}`);
  });

  /** The requests after which the log has a value; an error where one does not go as it should, or is not logged. */
  async function leaksOf(cluster: Cluster, kind: Kind): Promise<string[]> {
    const collection = `${BASE}/${kind.toLowerCase()}s`;
    const planted = new Planted();
    const log = new AuditLog(cluster);
    const leaks: string[] = [];
    const run = async ([what, method, path, body, type]: Row, wanted: (status: number) => boolean) => {
      const text = await log.during(async () => {
        const response = await cluster.api.send(method, collection + path, body, type);
        assert.ok(wanted(response.status), `${kind}, ${what}: ${response.status} ${response.text}`);
      });
      const uri = JSON.stringify(collection + path).replaceAll("&", "\\u0026");
      assert.ok(text.includes(`"requestURI":${uri}`), `${kind}, ${what} is not in the log`);
      if (planted.isIn(text)) leaks.push(what);
    };
    const { taken, refused } = everyRequest(kind, planted);
    const removals: Row[] = [
      ["removal, dry run", "DELETE", "/one?dryRun=All"],
      ["removal", "DELETE", "/one"],
      ["removal of the collection", "DELETE", ""],
    ];
    for (const row of taken) await run(row, (status) => status < 400);
    for (const row of refused) await run(row, (status) => status >= 400);
    for (const row of removals) await run(row, (status) => status < 400);
    return leaks;
  }

  it("NSA-LOG-02, CIS-K8S-3.2.2, V-242403: are in the log after no request at all, also where Kubernetes quotes what a patch would break", async () => {
    for (const cluster of [shared, equipped])
      for (const kind of ["Secret", "ConfigMap"] as const) assert.deepEqual(await leaksOf(cluster, kind), [], kind);
  });

  it("NSA-LOG-02, NSA-LOG-08, NSA-AUTH-06: are in no log when tokens are made, checked and shown, by anybody", async () => {
    for (const cluster of [shared, equipped]) {
      const callers = new Callers(cluster);
      const nobody = await callers.certified("nobody", []);
      const stranger = callers.anonymous();
      const planted = new Planted();
      const reviews = "/apis/authentication.k8s.io/v1/tokenreviews";
      const review = (token: string) => ({
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenReview",
        spec: { token },
      });
      const log = await new AuditLog(cluster).during(async () => {
        const made = await cluster.api.json<{ status: { token: string } }>(
          "POST",
          `${BASE}/serviceaccounts/default/token`,
          { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } },
        );
        const { token } = made.status;
        // All tokens have the same header.
        for (const part of token.split(".").slice(1)) planted.add(part);
        assert.equal((await cluster.api.send("POST", reviews, review(token))).status, 201);
        assert.equal((await cluster.api.send("POST", reviews, review(planted.value()))).status, 201);
        assert.equal((await nobody.send("POST", reviews, review(planted.value()))).status, 403);
        assert.equal((await callers.bearing(token).send("GET", `${BASE}/secrets`)).status, 403);
        for (const resource of ["secrets", "configmaps"]) {
          const body = { metadata: { name: "x" }, stringData: { key: planted.value() } };
          assert.equal((await nobody.send("POST", `${BASE}/${resource}`, body)).status, 403);
          assert.equal((await stranger.send("POST", `${BASE}/${resource}`, body)).status, 401);
          assert.equal((await callers.bearing(planted.value()).send("GET", `${BASE}/${resource}`)).status, 401);
        }
      });
      callers.close();
      assert.ok(!planted.isIn(log));
      const ours = log.split("\n").filter((line) => line.includes(NAMESPACE) || line.includes('"nobody"'));
      const events = (text: string): number => ours.filter((line) => line.includes(text)).length;
      assert.deepEqual(
        { refused: events('"code":403'), unknown: events('"code":401'), made: events('/token"') },
        { refused: 4, unknown: 4, made: 1 },
      );
    }
  });
});
