import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  type AuditRule,
  admissionConfiguration,
  auditPolicy,
  authenticationConfiguration,
  encryptionConfiguration,
  HEALTH_PATHS,
} from "../../../components/control-plane/index.js";

const key = (name = "one") => ({ name, secret: randomBytes(32).toString("base64") });

describe("encryptionConfiguration", () => {
  it("NSA-SEC-03: encrypts with secretbox first and keeps identity last, for reading only", () => {
    const { providers, resources } = encryptionConfiguration({ keys: [key()] }).resources[0] ?? assert.fail();
    assert.deepEqual(
      providers.map((provider) => Object.keys(provider)[0]),
      ["secretbox", "identity"],
    );
    assert.ok(resources.includes("secrets"));
  });

  it("writes with the first key and still reads with the others", () => {
    const keys = [key("new"), key("old")] as const;
    const provider = encryptionConfiguration({ keys }).resources[0]?.providers[0];
    assert.deepEqual(provider, { secretbox: { keys } });
  });

  it("refuses a key that is not 32 bytes, naming the key and never its value", () => {
    const secret = randomBytes(16).toString("base64");
    assert.throws(
      () => encryptionConfiguration({ keys: [{ name: "short", secret }] }),
      (error: Error) =>
        /"short" must be 32 bytes in base64, got 16 bytes/.test(error.message) && !error.message.includes(secret),
    );
  });

  it("refuses a secret that is not base64", () => {
    assert.throws(
      () => encryptionConfiguration({ keys: [{ name: "text", secret: "p".repeat(32) }] }),
      /"text" must be/,
    );
  });

  it("refuses two keys of one name", () => {
    assert.throws(() => encryptionConfiguration({ keys: [key("a"), key("a")] }), /"a" is used twice/);
  });
});

describe("admissionConfiguration", () => {
  it("NSA-POD-09: enforces the restricted standard at a pinned version where a namespace says nothing", () => {
    const { defaults, exemptions } =
      admissionConfiguration({ podSecurityVersion: "v1.37" }).plugins[0]?.configuration ?? assert.fail();
    assert.equal(defaults.enforce, "restricted");
    assert.equal(defaults["enforce-version"], "v1.37");
    assert.deepEqual(exemptions.namespaces, ["kube-system"]);
  });

  for (const version of ["latest", "1.37", "v1", ""])
    it(`refuses the version "${version}"`, () => {
      assert.throws(() => admissionConfiguration({ podSecurityVersion: version }), /pinned version such as "v1\.37"/);
    });
});

describe("authenticationConfiguration", () => {
  it("CIS-K8S-1.2.1: lets anonymous requests reach the health paths and nothing else", () => {
    const { anonymous } = authenticationConfiguration();
    assert.deepEqual(
      anonymous.conditions.map(({ path }) => path),
      [...HEALTH_PATHS],
    );
  });
});

interface Request {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly path?: string;
}

/** Level of the first rule that matches, as the API server decides it. */
function levelOf(request: Request): string {
  const matches = (rule: AuditRule): boolean => {
    const within = (allowed: readonly string[] | undefined, values: readonly (string | undefined)[]) =>
      allowed === undefined || values.some((value) => value !== undefined && allowed.includes(value));
    const byPath =
      rule.nonResourceURLs === undefined ||
      rule.nonResourceURLs.some((url) =>
        url.endsWith("*") ? request.path?.startsWith(url.slice(0, -1)) : request.path === url,
      );
    const byResource =
      rule.resources === undefined ||
      rule.resources.some(
        ({ group, resources }) =>
          group === request.group && (resources === undefined || within(resources, [request.resource])),
      );
    return (
      within(rule.users, [request.user]) &&
      within(rule.userGroups, request.groups) &&
      within(rule.verbs, [request.verb]) &&
      byPath &&
      byResource
    );
  };
  return auditPolicy().rules.find(matches)?.level ?? assert.fail("no rule matches");
}

describe("auditPolicy", () => {
  const person = { user: "alice", groups: ["system:authenticated"] };

  for (const resource of ["secrets", "configmaps", "serviceaccounts/token"])
    for (const verb of ["get", "list", "create", "update", "patch", "delete"])
      it(`NSA-LOG-02: logs ${verb} ${resource} without the body`, () => {
        assert.equal(levelOf({ ...person, verb, group: "", resource }), "Metadata");
      });

  for (const path of ["/healthz", "/version", "/api", "/metrics"])
    it(`NSA-LOG-08: never drops an anonymous request to ${path}`, () => {
      assert.equal(
        levelOf({ user: "system:anonymous", groups: ["system:unauthenticated"], verb: "get", path }),
        "Metadata",
      );
    });

  it("CIS-K8S-3.2.2: logs changes of RBAC with request and response", () => {
    const change = { verb: "create", group: "rbac.authorization.k8s.io", resource: "clusterrolebindings" };
    assert.equal(levelOf({ ...person, ...change }), "RequestResponse");
  });

  it("CIS-K8S-3.2.2: logs what is sent into a running container", () => {
    assert.equal(levelOf({ ...person, verb: "create", group: "", resource: "pods/exec" }), "Request");
  });

  it("drops leases of the control plane, and no other user's", () => {
    const renewal = { verb: "update", group: "coordination.k8s.io", resource: "leases" };
    assert.equal(levelOf({ ...renewal, user: "system:kube-scheduler", groups: ["system:authenticated"] }), "None");
    assert.equal(levelOf({ ...renewal, ...person }), "Metadata");
  });
});
