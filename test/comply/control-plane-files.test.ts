import assert from "node:assert/strict";
import { loadAll } from "js-yaml";
import {
  admissionConfiguration,
  auditPolicy,
  authenticationConfiguration,
  authorizationConfiguration,
  controlPlaneFiles,
  encryptionConfiguration,
} from "../../components/control-plane/index.js";
import { evaluate } from "../../policy-pack/evaluate.js";
import { policies } from "../../policy-pack/policies/index.js";
import { PROFILES } from "../../policy-pack/policy.js";
import { plain } from "../../policy-pack/unknown.js";
import { apiServer, controllerManager, etcd, scheduler } from "../../sandbox/control-plane/commands.js";
import type { Layout } from "../../sandbox/control-plane/layout.js";
import type { Command } from "../../sandbox/control-plane/processes.js";
import type { Toolchain } from "../../sandbox/toolchain/index.js";

/** Files that the writers write, a line each. */
const FILES: Readonly<Record<string, object>> = {
  admissionConfiguration: admissionConfiguration({ podSecurityVersion: "v1.37" }),
  auditPolicy: auditPolicy(),
  authenticationConfiguration: authenticationConfiguration(),
  authorizationConfiguration: authorizationConfiguration(),
  encryptionConfiguration: encryptionConfiguration({
    keys: [{ name: "key1", secret: Buffer.alloc(32, 1).toString("base64") }],
  }),
};

/** Programs of the sandbox, a line each. */
const PROGRAMS: Readonly<Record<string, (toolchain: Toolchain, layout: Layout) => Command>> = {
  "kube-apiserver": apiServer,
  "kube-controller-manager": controllerManager,
  "kube-scheduler": scheduler,
  etcd,
};

/** Every file and program has its place where its path says. */
const LAYOUT = {
  folder: "/sandbox",
  ports: { etcd: 2379, etcdPeer: 2380, apiServer: 6443, controllerManager: 10257, scheduler: 10259 },
  server: "https://127.0.0.1:6443",
  etcdServer: "https://127.0.0.1:2379",
  authorities: { kubernetes: "", etcd: "" },
  file: (name: string) => `/sandbox/${name}`,
} as unknown as Layout;

const TOOLCHAIN = new Proxy({} as Toolchain, {
  get: (_, name) => ({ path: `/usr/local/bin/${String(name)}` }),
});

const enforced = policies.filter(({ subject, profile }) => subject === "part" && profile !== PROFILES[2]);

interface Judged {
  readonly type: string;
  readonly props: object;
}

const fileOf = (props: object): Judged => {
  const { apiVersion, kind } = props as { readonly apiVersion: string; readonly kind: string };
  return { type: `kubernetes:${apiVersion}:${kind}`, props };
};

const podOf = ({ name, executable, args }: Command): Judged => ({
  type: "kubernetes:core/v1:Pod",
  props: {
    metadata: { name, namespace: "kube-system" },
    spec: { containers: [{ name, command: [executable, ...args] }] },
  },
});

/** Judged together: what one leads to is among the others. */
const resources = Object.entries({
  ...Object.fromEntries(Object.entries(FILES).map(([name, file]) => [name, fileOf(file)])),
  ...Object.fromEntries(Object.entries(PROGRAMS).map(([name, write]) => [name, podOf(write(TOOLCHAIN, LAYOUT))])),
}).map(([name, { type, props }]) => ({ type, urn: name, name, props: plain(props) }));

describe("files of the control plane under the policy pack", () => {
  const found = evaluate(resources, enforced);
  for (const { name } of resources) {
    it(`${name} passes every policy of the default profile`, () => {
      const own = found.filter(({ resource }) => resource.urn === name);
      assert.deepEqual(
        own.map(({ status, message }) => [status, message]),
        [],
      );
    });
  }

  it("pass as kubeadm gets them, all together", () => {
    const { files, secretFiles, workerFiles } = controlPlaneFiles({
      kubernetesVersion: "v1.37.2",
      controlPlaneEndpoint: "k8s.example.com:6443",
      encryption: { keys: [{ name: "key1", secret: Buffer.alloc(32, 1).toString("base64") }] },
    });
    const documents = Object.entries({ ...files, ...secretFiles, ...workerFiles })
      // A patch of kubeadm's says what differs, and no more.
      .filter(([path]) => path.endsWith(".yaml") && !path.includes("/patches/"))
      .flatMap(([path, text]) => loadAll(text).map((document, index) => ({ name: `${path}#${index}`, document })))
      .filter(({ document }) => typeof (document as { apiVersion?: unknown } | null)?.apiVersion === "string");
    const kinds = new Set(documents.map(({ document }) => (document as { kind: string }).kind));
    for (const kind of ["ClusterConfiguration", "KubeletConfiguration", "KubeProxyConfiguration", "Policy"])
      assert.ok(kinds.has(kind), kind);
    const written = documents.map(({ name, document }) => {
      const { type, props } = fileOf(document as object);
      return { type, urn: name, name, props: plain(props) };
    });
    const breaches = evaluate(written, enforced);
    assert.deepEqual(
      breaches.map(({ resource, policy, status, message }) => [resource.name, policy, status, message]),
      [],
    );
  });

  it("are judged by a policy each", () => {
    for (const resource of resources) {
      const judged = evaluate([{ ...resource, props: plain({ ...resource.props, ...BROKEN }) }], enforced);
      assert.notDeepEqual(judged, [], resource.name);
    }
  });
});

/** Nothing that a file or a pod of the control plane must have. */
const BROKEN = {
  plugins: [],
  rules: [],
  anonymous: { enabled: true },
  authorizers: [{ type: "AlwaysAllow", name: "all" }],
  resources: [],
  spec: {
    containers: ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"].map((name) => ({
      name,
      command: [name],
    })),
  },
};
