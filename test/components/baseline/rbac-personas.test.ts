import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { PERSONA_RULES } from "../../../components/baseline/personas/rules.js";
import { Persona, RbacPersonas, type RbacPersonasArgs } from "../../../components/index.js";
import { dayAfter, today } from "../../../policy-pack/exemptions/day.js";
import type { Cluster } from "../../../sandbox/cluster.js";
import { sharedCluster } from "../../support/cluster.js";
import { recordResources } from "../../support/recorded-resources.js";
import { describeWithTools } from "../../support/tiers.js";

const NAMESPACE = "personas";
const exemption = { reason: "When sign-in is broken.", owner: "platform-team", expires: dayAfter(today(), 30) };
const EVERYBODY: RbacPersonasArgs = {
  bindings: Object.fromEntries(
    Object.values(Persona).map((persona) => [
      persona,
      {
        persona,
        groups: [`test-${persona}`],
        ...(persona === Persona.Auditor || persona === Persona.BreakGlass ? {} : { namespace: NAMESPACE }),
        ...(persona === Persona.BreakGlass ? { exemption } : {}),
      },
    ]),
  ),
};
/** Who works with the cluster every day. */
const EVERYDAY = Object.values(Persona).filter((persona) => persona !== Persona.BreakGlass);

/** `verb resource`, `verb group/resource`, with a subresource after another slash; `*:` in front: in the whole cluster. */
interface Table {
  readonly can: readonly string[];
  readonly cannot: readonly string[];
}

/** What nobody but break-glass may do. */
const NEVER = [
  ...["get secrets", "list secrets", "watch secrets", "create secrets"],
  ...["create pods", "create pods/exec", "get pods/exec", "create pods/attach", "create pods/portforward"],
  ...["patch pods/ephemeralcontainers", "create serviceaccounts/token", "impersonate users", "impersonate groups"],
  ...["impersonate serviceaccounts", "create rbac.authorization.k8s.io/rolebindings"],
  ...["patch rbac.authorization.k8s.io/roles", "escalate rbac.authorization.k8s.io/roles"],
  ...["bind rbac.authorization.k8s.io/clusterroles", "update resourcequotas", "patch namespaces", "create daemonsets"],
  ...["*:get nodes/proxy", "*:create persistentvolumes", "*:patch nodes", "*:create namespaces"],
  ...["*:create certificates.k8s.io/certificatesigningrequests", "*:approve certificates.k8s.io/signers"],
  ...["*:patch certificates.k8s.io/certificatesigningrequests/approval"],
  ...["*:create admissionregistration.k8s.io/validatingwebhookconfigurations"],
  ...["*:delete admissionregistration.k8s.io/validatingadmissionpolicybindings", "*:list secrets", "*:create pods"],
];

const TABLES: Readonly<Record<Persona, Table>> = {
  [Persona.Viewer]: {
    can: ["get pods", "get pods/log", "list apps/deployments", "watch events", "get networking.k8s.io/networkpolicies"],
    cannot: ["delete pods", "patch apps/deployments", "create configmaps", "*:list pods", "*:list nodes"],
  },
  [Persona.Developer]: {
    can: [
      "create apps/deployments",
      "patch apps/deployments/scale",
      "delete batch/jobs",
      "delete pods",
      "update configmaps",
    ],
    cannot: ["create networking.k8s.io/networkpolicies", "create apps/daemonsets", "*:list pods", "*:list nodes"],
  },
  [Persona.Operator]: {
    can: [
      "patch apps/deployments/scale",
      "create pods/eviction",
      "delete pods",
      "*:list nodes",
      "*:get persistentvolumes",
    ],
    cannot: [
      "create apps/deployments",
      "patch apps/deployments",
      "update configmaps",
      "*:delete pods",
      "*:delete nodes",
    ],
  },
  [Persona.Auditor]: {
    can: [
      ...["*:list pods", "*:list rbac.authorization.k8s.io/clusterrolebindings", "*:get nodes"],
      ...["*:list admissionregistration.k8s.io/validatingadmissionpolicies"],
    ],
    cannot: ["delete pods", "create configmaps", "create pods/eviction"],
  },
  [Persona.Security]: {
    can: [
      ...["create networking.k8s.io/networkpolicies", "create pods/eviction", "*:list rbac.authorization.k8s.io/roles"],
      ...["*:list pods"],
    ],
    cannot: ["*:create networking.k8s.io/networkpolicies", "patch apps/deployments", "delete pods"],
  },
  [Persona.BreakGlass]: { can: NEVER, cannot: [] },
};

const pathOf = ({ type, namespace }: { readonly type: string; readonly namespace?: string }): string => {
  const [, kind = ""] = /:([A-Za-z]+)$/.exec(type) ?? [];
  const scope = namespace === undefined ? "" : `/namespaces/${namespace}`;
  return `/apis/rbac.authorization.k8s.io/v1${scope}/${kind.toLowerCase()}s`;
};

const isGroup = (part: string): boolean => part.includes(".") || part === "apps" || part === "batch";

async function isAllowed(cluster: Cluster, persona: Persona, request: string): Promise<boolean> {
  const everywhere = request.startsWith("*:");
  const [verb = "", path = ""] = request.replace("*:", "").split(" ");
  const parts = path.split("/");
  const group = isGroup(parts[0] ?? "") ? parts.shift() : "";
  const [resource, subresource] = parts;
  const { status } = (await cluster.api.json("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SubjectAccessReview",
    spec: {
      user: "somebody",
      groups: [`test-${persona}`, "system:authenticated"],
      resourceAttributes: { verb, group, resource, subresource, ...(everywhere ? {} : { namespace: NAMESPACE }) },
    },
  })) as { readonly status: { readonly allowed: boolean } };
  return status.allowed;
}

/** The authorizer learns of roles by watching: until it knows all, it refuses what they allow. */
async function known(cluster: Cluster): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const answers = await Promise.all(
      Object.values(Persona).map((persona) => isAllowed(cluster, persona, TABLES[persona].can[0] ?? "")),
    );
    if (answers.every(Boolean)) return;
    await sleep(20);
  }
  throw new Error("the authorizer does not know the personas");
}

describeWithTools("RbacPersonas on the real API server", function () {
  this.timeout(120_000);
  let cluster: Cluster;
  before(async () => {
    cluster = await sharedCluster();
    await cluster.api.json("POST", "/api/v1/namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: NAMESPACE },
    });
    for (const { type, inputs } of await recordResources(() => new RbacPersonas("test", EVERYBODY)))
      await cluster.api.json("POST", pathOf({ type, namespace: inputs.metadata.namespace }), inputs);
    await known(cluster);
  });

  for (const persona of Object.values(Persona)) {
    const { can, cannot } = TABLES[persona];
    it(`NSA-AUTH-08, NSA-AUTH-09, NSA-AUTH-10: lets the ${persona} do what that persona is for, and no more`, async () => {
      for (const request of can) assert.equal(await isAllowed(cluster, persona, request), true, request);
      for (const request of cannot) assert.equal(await isAllowed(cluster, persona, request), false, request);
    });

    if (persona === Persona.BreakGlass) continue;
    it(`NSA-AUTH-11, NSA-SEC-02: gives the ${persona} nothing that leads to more rights`, async () => {
      for (const request of NEVER) assert.equal(await isAllowed(cluster, persona, request), false, request);
    });
  }

  it("has each question of the tables understood: an administrator may do all of it", async () => {
    const served = await resourcesServed(cluster);
    for (const request of [...NEVER, ...Object.values(TABLES).flatMap(({ can, cannot }) => [...can, ...cannot])]) {
      const [verb = "", path = ""] = request.replace("*:", "").split(" ");
      // Virtual resources, which only the authorizer knows.
      if (/^(impersonate|approve)$/.test(verb)) continue;
      const name = path
        .split("/")
        .filter((part) => !isGroup(part))
        .join("/");
      assert.ok(served.has(name), `${request}: the server has no ${name}`);
    }
  });
});

/** Names of the resources that the server has, subresources with a slash. */
async function resourcesServed(cluster: Cluster): Promise<ReadonlySet<string>> {
  const groups = (await cluster.api.json("GET", "/apis")) as {
    readonly groups: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
  };
  const paths = ["/api/v1", ...groups.groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const lists = await Promise.all(
    paths.map(
      async (path) =>
        (await cluster.api.json("GET", path)) as { readonly resources: readonly { readonly name: string }[] },
    ),
  );
  return new Set(lists.flatMap(({ resources }) => resources.map(({ name }) => name)));
}

describe("RbacPersonas", () => {
  const roles = () => recordResources(() => new RbacPersonas("test", EVERYBODY));

  it("NSA-AUTH-08: has no wildcard, and no rule on Secrets or rights", async () => {
    for (const { inputs } of await roles())
      for (const { apiGroups, resources, verbs } of inputs.rules ?? []) {
        assert.ok(![...apiGroups, ...resources, ...verbs].some((item: string) => item.includes("*")));
        assert.ok(!resources.includes("secrets"));
        if (apiGroups.includes("rbac.authorization.k8s.io")) assert.deepEqual(verbs, ["get", "list", "watch"]);
      }
  });

  /** Verbs that lead to the rights of somebody else, by resource; `*` is every one. */
  const STEPS: readonly (readonly [resources: readonly string[], verbs: readonly string[], who: string])[] = [
    [["*"], ["*", "escalate", "bind", "impersonate", "approve", "sign", "attest"], "anybody"],
    [["roles", "rolebindings", "clusterroles", "clusterrolebindings"], ["create", "update", "patch"], "anybody"],
    [["secrets"], ["get", "list", "watch"], "whoever has a token in a Secret"],
    [["pods/exec", "pods/attach", "pods/portforward"], ["get", "create"], "the pod's account"],
    [["pods/ephemeralcontainers"], ["update", "patch"], "the pod's account"],
    [["nodes/proxy", "services/proxy", "pods/proxy"], ["get", "create"], "every pod of the node"],
    [["serviceaccounts/token"], ["create"], "the account"],
    [["certificatesigningrequests", "certificatesigningrequests/approval"], ["create", "update", "patch"], "anybody"],
    [["persistentvolumes", "nodes", "namespaces"], ["create", "update", "patch"], "the node"],
    [["daemonsets", "pods", "replicasets", "replicationcontrollers"], ["create", "update", "patch"], "an account"],
    [["deployments", "statefulsets", "jobs", "cronjobs"], ["create", "update", "patch"], "an account of the namespace"],
    [["customresourcedefinitions", "apiservices"], ["create", "update", "patch"], "whoever calls them"],
  ];
  const leadsOn = (persona: Persona): string[] => {
    const { inNamespace, inCluster } = PERSONA_RULES[persona];
    const granted = [...inNamespace, ...inCluster].flatMap(({ apiGroups, resources, verbs }) => {
      const isAdmission = apiGroups.includes("admissionregistration.k8s.io");
      return resources.flatMap((resource) => verbs.map((verb) => ({ resource, verb, isAdmission })));
    });
    return STEPS.filter(([resources, verbs]) =>
      granted.some(
        ({ resource, verb, isAdmission }) =>
          ((resources[0] === "*" || resources.includes(resource)) && verbs.includes(verb)) ||
          (isAdmission && !["get", "list", "watch"].includes(verb)),
      ),
    ).map(([, , who]) => who);
  };

  it("NSA-AUTH-11: has no verb that leads to another's rights, but that a developer deploys as the namespace's accounts", () => {
    for (const persona of EVERYDAY)
      assert.deepEqual(leadsOn(persona), persona === Persona.Developer ? ["an account of the namespace"] : [], persona);
  });

  it("NSA-LOG-23: labels the binding of a persona in the whole cluster, so that an alarm knows its groups", async () => {
    const bound = (await roles()).find(({ name }) => name === "test-break-glass-cluster");
    assert.deepEqual(bound?.inputs.metadata.labels, { "rampart.dev/persona": "break-glass" });
    assert.equal(bound?.inputs.roleRef.name, "cluster-admin");
  });

  it("makes roles of personas alone that somebody is, and names children by the entry", async () => {
    const recorded = await recordResources(
      () =>
        new RbacPersonas("people", {
          bindings: {
            shop: { persona: Persona.Viewer, groups: ["a", "b"], namespace: "shop" },
            pay: { persona: Persona.Viewer, groups: ["c"], namespace: "pay" },
          },
        }),
    );
    assert.deepEqual(recorded.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort(), [
      "ClusterRole people-viewer",
      "RoleBinding people-pay",
      "RoleBinding people-shop",
    ]);
    const shop = recorded.find(({ name }) => name === "people-shop");
    const subjects = shop?.inputs.subjects as readonly { readonly kind: string; readonly name: string }[];
    assert.deepEqual(
      subjects.map(({ kind, name }) => [kind, name]),
      [
        ["Group", "a"],
        ["Group", "b"],
      ],
    );
  });

  const entry = { persona: Persona.Viewer, groups: ["a"], namespace: "shop" };
  const MISTAKES: readonly (readonly [string, RbacPersonasArgs["bindings"], RegExp])[] = [
    ["no entry", {}, /bindings: must have at least one entry/],
    [
      "a persona that there is not",
      { x: { ...entry, persona: "admin" as Persona } },
      /persona: must be one of viewer,/,
    ],
    ["no group", { x: { ...entry, groups: [] } }, /bindings\["x"\]\.groups: must name at least one group/],
    [
      "no namespace",
      { x: { persona: Persona.Viewer, groups: ["a"] } },
      /namespace: must be set for the persona viewer/,
    ],
    [
      "a namespace for an auditor",
      { x: { ...entry, persona: Persona.Auditor } },
      /namespace: must be absent for the persona auditor/,
    ],
    [
      "a group of the system",
      { x: { ...entry, groups: ["system:masters"] } },
      /identity provider, got "system:masters"/,
    ],
    [
      "break-glass without a reason",
      { x: { persona: Persona.BreakGlass, groups: ["a"] } },
      /exemption: must say reason, owner and expires for the persona break-glass, got none/,
    ],
    [
      "break-glass until a day that is none",
      { x: { persona: Persona.BreakGlass, groups: ["a"], exemption: { ...exemption, expires: "soon" } } },
      /exempt: expires must be a day such as "2026-12-31", got "soon"/,
    ],
    [
      "a reason where none is needed",
      { x: { ...entry, exemption } },
      /exemption: must be absent for the persona viewer/,
    ],
    ["a namespace of the system", { x: { ...entry, namespace: "kube-system" } }, /must not be one of kube-system,/],
  ];
  for (const [mistake, bindings, message] of MISTAKES)
    it(`refuses ${mistake}`, () =>
      assert.rejects(
        recordResources(() => new RbacPersonas("people", { bindings })),
        message,
      ));
});
