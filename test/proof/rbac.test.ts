import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type AccessRequest, grants, type PolicyRule, role } from "../../policy-pack/kubernetes/rbac.js";
import type { Cluster } from "../../sandbox/cluster.js";
import { sharedCluster } from "../support/cluster.js";
import { describeWithTools } from "../support/tiers.js";

const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const API = { apiVersion: "rbac.authorization.k8s.io/v1" };
const NAMESPACE = "rbac-proof";

const ROLES = 280;
const MOST_QUESTIONS_PER_ROLE = 44;
const REQUIRED_QUESTIONS = 5000;

/** How a role reaches its user; what is bound by a RoleBinding is asked for inside the namespace. */
const SCOPES = ["cluster", "clusterRoleInNamespace", "namespace"] as const;
type Scope = (typeof SCOPES)[number];

const few = (...values: string[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

const VERBS = ["get", "get", "list", "create", "*", "GET", "get*", "impersonate:user-info"];
const GROUPS = ["", "", "apps", "*", "Apps", "*.k8s.io"];
const NAMES = ["", "a", "b", "A", "*", "a*"];

const resourceRule = fc.record({
  verbs: few(...VERBS),
  apiGroups: few(...GROUPS),
  resources: few(
    ...["pods", "pods", "pods/exec", "*/exec", "pods/*", "*/*", "*", "Pods", "pods/Exec", "nodes/proxy", "*/proxy"],
    ...["secrets", "pods/", "*/", "/exec", "pods/exec/a", "*/exec/a", "*/a", "p*", "**", "*/ex*"],
  ),
  resourceNames: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: few(...NAMES) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
});

const pathRule = fc.record({
  verbs: few(...VERBS),
  nonResourceURLs: few(
    ...["*", "/*", "/api", "/api*", "/api/*", "/api/**", "/a*i", "/a*i/*", "*/v1", "/API/*", "/healthz", "**", "/"],
  ),
});

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[] | undefined;
  readonly nonResourceURLs?: readonly string[];
}

/** A value of its own, or the place of one in the rule that is asked about. */
type Choice = string | number;

/** Mostly what the rule itself says, so that most conditions hold and the last one decides. */
const near = (...others: string[]): fc.Arbitrary<Choice> =>
  fc.oneof({ weight: 5, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** Independent of the rules until it is asked, so that both are shrunk. */
const question = fc.record({
  rule: fc.nat(1),
  /** About a path where the rule is about resources, or the other way round. */
  astray: fc.integer({ min: 0, max: 9 }).map((n) => n === 9),
  verb: near(...VERBS, "", "watch"),
  group: near(...GROUPS, "batch"),
  resource: near("pods", "secrets", "*", "Pods", "", "pods/exec"),
  subresource: near("", "exec", "*", "a", "Exec", "exec/a", "/exec"),
  name: near(...NAMES, "c"),
  path: near("/", "/api", "/api/", "/api/v1", "/apis", "/a*i/v1", "/API/v1", "/healthz/", "*", "/v1", ""),
});
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never;

function requestOf(question: Question, rules: readonly Rule[]): AccessRequest {
  const rule = rules[question.rule % rules.length];
  const chosen = (choice: Choice, own: readonly string[] = []): string =>
    typeof choice === "string" ? choice : (own[choice % own.length] ?? "");
  const verb = chosen(question.verb, rule?.verbs);
  if ((rule?.nonResourceURLs === undefined) === question.astray)
    return { verb, path: chosen(question.path, rule?.nonResourceURLs) };
  const split = rule?.resources?.map((item) => /^([^/]*)\/?(.*)$/.exec(item));
  return {
    verb,
    group: chosen(question.group, rule?.apiGroups),
    resource: chosen(
      question.resource,
      split?.map((parts) => parts?.[1] ?? ""),
    ),
    subresource: chosen(
      question.subresource,
      split?.map((parts) => parts?.[2] ?? ""),
    ),
    name: chosen(question.name, rule?.resourceNames),
  };
}

const cases = (scope: fc.Arbitrary<Scope>, rule: fc.Arbitrary<Rule>) =>
  fc.record({
    scope,
    rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
    questions: fc.array(question, { minLength: 1, maxLength: MOST_QUESTIONS_PER_ROLE, size: "max" }),
  });
const someCase = fc.oneof(
  cases(fc.constant("cluster"), fc.oneof<fc.Arbitrary<Rule>[]>(resourceRule, resourceRule, resourceRule, pathRule)),
  cases(fc.constantFrom("clusterRoleInNamespace", "namespace"), resourceRule),
);
type Case = typeof someCase extends fc.Arbitrary<infer C> ? C : never;

/** Granted beside the generated rules: once the authorizer knows it, it knows the role and its binding. */
const KNOWN = { apiGroups: ["proof.example"], resources: ["known"], verbs: ["see"] };
const KNOWN_REQUEST: AccessRequest = { verb: "see", group: "proof.example", resource: "known" };

async function allowed(cluster: Cluster, user: string, scope: Scope, request: AccessRequest): Promise<boolean> {
  const namespace = scope === "cluster" ? "" : NAMESPACE;
  const attributes =
    "path" in request ? { nonResourceAttributes: request } : { resourceAttributes: { ...request, namespace } };
  const { status } = await cluster.api.json<{ status: { allowed: boolean } }>(
    "POST",
    "/apis/authorization.k8s.io/v1/subjectaccessreviews",
    { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec: { user, ...attributes } },
  );
  return status.allowed;
}

/** Creates a role and its binding, and waits for the authorizer to know them. */
async function bind(cluster: Cluster, user: string, scope: Scope, rules: readonly object[]): Promise<void> {
  const metadata = { name: user };
  const inNamespace = `${RBAC}/namespaces/${NAMESPACE}`;
  const kind = scope === "namespace" ? "Role" : "ClusterRole";
  await cluster.api.json("POST", scope === "namespace" ? `${inNamespace}/roles` : `${RBAC}/clusterroles`, {
    ...{ ...API, kind, metadata },
    rules: [...rules, KNOWN],
  });
  await cluster.api.json("POST", scope === "cluster" ? `${RBAC}/clusterrolebindings` : `${inNamespace}/rolebindings`, {
    ...{ ...API, kind: scope === "cluster" ? "ClusterRoleBinding" : "RoleBinding", metadata },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: user },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
  });
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (await allowed(cluster, user, scope, KNOWN_REQUEST)) return;
    await sleep(10);
  }
  throw new Error(`the authorizer does not know the role of ${user}`);
}

describeWithTools("the rules of RBAC against the authorizer of the API server", function () {
  this.timeout(300_000);
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster();
    await cluster.api.json("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: NAMESPACE },
    });
  });

  it("CIS-K8S-5.1.3, NSA-AUTH-08: grant what we say they grant, in every generated question", async () => {
    const seed = Number(process.env.RAMPART_SEED ?? Date.now() % 2 ** 31);
    const count = { users: 0, questions: 0, allowed: 0 };
    const agree = async ({ scope, rules, questions }: Case) => {
      const user = `proof-${++count.users}`;
      await bind(cluster, user, scope, rules);
      const requests = questions.map((question) => requestOf(question, rules));
      const read: readonly PolicyRule[] = role({ rules })?.rules ?? [];
      assert.equal(read.length, rules.length);
      const answers = await Promise.all(requests.map((request) => allowed(cluster, user, scope, request)));
      count.questions += answers.length;
      count.allowed += answers.filter(Boolean).length;
      requests.forEach((request, index) => {
        const ours = read.some((rule) => grants(rule, request));
        assert.equal(ours, answers[index], `${JSON.stringify(rules)} asked for ${JSON.stringify(request)}`);
      });
    };
    await fc.assert(fc.asyncProperty(someCase, agree), { seed, numRuns: ROLES });
    console.log(
      `      ${count.users} roles, ${count.questions} questions, ${count.allowed} allowed, seed ${seed}: no disagreement`,
    );
    assert.ok(count.questions >= REQUIRED_QUESTIONS, `only ${count.questions} questions were asked`);
    assert.ok(count.allowed > count.questions / 20, `only ${count.allowed} were allowed`);
  });
});
