import assert from "node:assert/strict";
import { UNKNOWN } from "../../../policy-pack/unknown.js";
import { broken, configMap, found, type Judged, pod } from "./judged.js";

const cluster = (props: object, version = "v1beta4"): Judged => ({
  type: `kubernetes:kubeadm.k8s.io/${version}:ClusterConfiguration`,
  props,
});
const kubelet = (props: object): Judged => ({
  type: "kubernetes:kubelet.config.k8s.io/v1beta1:KubeletConfiguration",
  props,
});

/** Whether the policy is broken. */
const breaks = (policy: string, ...resources: readonly Judged[]): boolean => broken(...resources).includes(policy);

describe("kubeadm's files", () => {
  it("have extraArgs as a map until v1beta3, and as a list since", () => {
    const args = { profiling: "false" };
    const list = [{ name: "profiling", value: "false" }];
    const of = (extraArgs: unknown) => ({
      ...{ apiServer: { extraArgs }, controllerManager: { extraArgs }, scheduler: { extraArgs } },
    });
    assert.ok(!breaks("no-profiling", cluster(of(args), "v1beta3")));
    assert.ok(!breaks("no-profiling", cluster(of(list))));
    assert.ok(breaks("no-profiling", cluster({})));
  });

  it("add to what kubeadm sets itself where v1 says so", () => {
    const plugins = (mergeMethod?: string) =>
      cluster(
        {
          apiServer: {
            extraArgs: [{ name: "enable-admission-plugins", value: ",DenyServiceExternalIPs", mergeMethod }],
          },
        },
        "v1",
      );
    assert.ok(!breaks("require-admission-plugins", plugins("append")));
    assert.ok(breaks("require-admission-plugins", plugins()));
  });

  it("name the argument that is wrong", () => {
    const extraArgs = [
      { name: "profiling", value: "false" },
      { name: "token-auth-file", value: "/tokens.csv" },
    ];
    assert.ok(
      found(cluster({ apiServer: { extraArgs } })).includes(
        "no-static-api-credentials: kube-apiserver must not set --token-auth-file (apiServer.extraArgs[1]). Fix: remove it, and authenticate by OIDC or service account.",
      ),
    );
  });

  it("ask an etcd that others start for its certificates, and nothing of its own flags", () => {
    const files = { caFile: "/ca.crt", certFile: "/c.crt", keyFile: "/c.key" };
    const external = (certificates: object) =>
      cluster({ etcd: { external: { endpoints: ["https://a:2379"], ...certificates } } });
    assert.ok(!breaks("require-etcd-connection-certificates", external(files)));
    assert.ok(breaks("require-etcd-connection-certificates", external({})));
    assert.ok(
      breaks(
        "no-etcd-self-signed-certificates",
        cluster({ etcd: { local: { extraArgs: { "auto-tls": "true" } } } }, "v1beta3"),
      ),
    );
  });

  it("are judged by the kubelet's flags of a node, which say nothing of the rest", () => {
    const join = (kubeletExtraArgs: unknown): Judged => ({
      type: "kubernetes:kubeadm.k8s.io/v1beta4:JoinConfiguration",
      props: { nodeRegistration: { kubeletExtraArgs } },
    });
    assert.deepEqual(broken(join([{ name: "node-ip", value: "10.0.0.1" }])), []);
    assert.deepEqual(broken(join([{ name: "anonymous-auth", value: "true" }])), ["restrict-kubelet-access"]);
    assert.deepEqual(broken(join([{ name: "streaming-connection-idle-timeout", value: "0" }])), [
      "restrict-kubelet-settings",
    ]);
  });
});

describe("the kubelet's file", () => {
  const RIGHT = {
    authentication: { x509: { clientCAFile: "/etc/kubernetes/pki/ca.crt" } },
    ...{ rotateCertificates: true, serverTLSBootstrap: true },
    ...{ seccompDefault: true, protectKernelDefaults: true, podPidsLimit: 4096 },
  };

  it("need not state what is right by default", () => assert.deepEqual(found(kubelet(RIGHT)), []));

  it("may have a duration of 0, which is none", () =>
    assert.deepEqual(found(kubelet({ ...RIGHT, streamingConnectionIdleTimeout: "0s" })), []));

  it("may have files for its serving certificate instead of asking for one", () => {
    const files = { ...RIGHT, serverTLSBootstrap: false, tlsCertFile: "/k.crt", tlsPrivateKeyFile: "/k.key" };
    assert.deepEqual(found(kubelet(files)), []);
    assert.deepEqual(broken(kubelet({ ...files, tlsPrivateKeyFile: "" })), ["require-kubelet-certificates"]);
  });

  it("in a NodeConfig has what nodeadm sets", () => {
    const node = (config: object): Judged => ({
      type: "kubernetes:node.eks.aws/v1alpha1:NodeConfig",
      props: { spec: { kubelet: { config } } },
    });
    assert.deepEqual(found(node({ seccompDefault: true, podPidsLimit: 1024 })), []);
    assert.deepEqual(broken(node({ seccompDefault: true, podPidsLimit: 1024, readOnlyPort: 10255 })), [
      "restrict-kubelet-access",
    ]);
  });
});

describe("a file that another one leads to", () => {
  const API_SERVER = pod("kube-apiserver", "--authentication-config=/etc/kubernetes/authentication.yaml");
  const file = (anonymous: object): Judged => ({
    type: "kubernetes:apiserver.config.k8s.io/v1:AuthenticationConfiguration",
    props: { anonymous },
  });
  const about = (lines: readonly string[]) => lines.filter((line) => line.startsWith("restrict-anonymous-requests"));

  it("decides, and is asked for where it is not here", () => {
    assert.deepEqual(about(found(API_SERVER)), [
      "restrict-anonymous-requests not-inspected: --authentication-config leads to a file that is not here: restrict-anonymous-requests is decided there. Fix: check that file as well.",
    ]);
    assert.deepEqual(about(found(API_SERVER, file({ enabled: false }))), []);
    assert.equal(about(found(API_SERVER, file({ enabled: true }))).length, 1);
  });

  it("does not decide what a flag has decided", () =>
    assert.deepEqual(
      about(found(pod("kube-apiserver", "--anonymous-auth=false", "--authentication-config=/a.yaml"))),
      [],
    ));

  it("decides for etcd, which then takes no flags", () => {
    const etcd: Judged = { type: "rampart:file:EtcdConfiguration", props: { "listen-client-urls": "https://a:2379" } };
    const started = pod("etcd", "--config-file=/etc/etcd.yml");
    const elsewhere = (id: string) =>
      `${id} not-inspected: --config-file leads to a file that is not here: ${id} is decided there. Fix: check that file as well.`;
    assert.deepEqual(found(started), ["no-etcd-self-signed-certificates", "require-etcd-tls"].map(elsewhere));
    assert.deepEqual(found(started, etcd), found(etcd));
    assert.deepEqual(broken(etcd), ["require-etcd-tls"]);
  });
});

describe("a ConfigMap", () => {
  const FILE =
    "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: {anonymous: {enabled: yes}}\n";

  it("is judged by the files in it, whatever their keys are", () => {
    for (const [key, path] of [
      ["kubelet", "data.kubelet"],
      ["config.yaml", 'data["config.yaml"]'],
    ] as const) {
      const [line = ""] = found(configMap({ [key]: `---\n${FILE}---\n{}\n`, other: "text" }, "shop")).filter((each) =>
        each.startsWith("restrict-kubelet-access"),
      );
      assert.ok(
        line.includes(`must not set authentication.anonymous.enabled=true (${path}.authentication.anonymous.enabled)`),
        line,
      );
    }
  });

  it("is judged by static pods in it", () => {
    const manifest = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - {name: a, command: [kube-scheduler]}\n";
    assert.deepEqual(broken(configMap({ "kube-scheduler.yaml": manifest })), [
      "no-profiling",
      "restrict-bind-addresses",
    ]);
  });

  it("is not judged by manifests of other objects", () =>
    assert.deepEqual(
      found(configMap({ "app.yaml": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: {{ broken\n" })),
      [],
    ));

  it("is not inspected where a file in it cannot be read", () => {
    const told = (text: string) =>
      found(configMap({ kubelet: text })).filter((line) => line.startsWith("not-inspected"));
    assert.match(told(`${FILE}a: [`).join(), /data\.kubelet is no YAML that can be read/);
    assert.match(
      told(FILE.replace("v1beta1", "v1alpha9")).join(),
      /data\.kubelet has a file of a version that is not known/,
    );
  });

  it("is not inspected where its data is unknown, if it is one of the cluster's own", () => {
    assert.match(found(configMap(UNKNOWN)).join(), /^not-inspected not-inspected: data is unknown until deployment/);
    assert.match(found(configMap({ kubelet: UNKNOWN })).join(), /data\.kubelet is unknown until deployment/);
    assert.deepEqual(found(configMap({ host: UNKNOWN }, "shop")), []);
  });
});

describe("the user data of machines", () => {
  const template = (userData: unknown): Judged => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    props: { userData },
  });
  const encoded = (text: string): string => Buffer.from(text).toString("base64");
  const NODE =
    "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {config: {readOnlyPort: 10255}}}\n";
  const KUBELET = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 10255\n";
  const indented = (text: string): string => text.replaceAll(/^/gm, "    ");

  const TEXTS: Readonly<Record<string, string>> = {
    "nodeadm's file": NODE,
    "a part of several": `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n--//\nContent-Type: application/node.eks.aws\n\n${NODE}\n--//\nContent-Type: text/x-shellscript\n\n#!/bin/bash\necho\n--//--\n`,
    "a file that cloud-init writes": `#cloud-config\nwrite_files:\n- path: /etc/kubelet.yaml\n  content: |\n${indented(KUBELET)}\n`,
    "an encoded file that cloud-init writes": `#cloud-config\nwrite_files:\n- path: /etc/kubelet.yaml\n  encoding: b64\n  content: ${encoded(KUBELET)}\n`,
    "a file that a script writes": `#!/bin/bash\ncat <<'EOF' > /etc/kubelet.yaml\n${KUBELET}EOF\nsystemctl start kubelet\n`,
  };
  for (const [name, text] of Object.entries(TEXTS))
    it(`is judged by ${name}`, () => {
      assert.ok(breaks("restrict-kubelet-access", template(encoded(text))));
      assert.ok(breaks("restrict-kubelet-access", { type: "aws:ec2/instance:Instance", props: { userData: text } }));
    });

  it("is nothing where it has no such file", () =>
    assert.deepEqual(found(template(encoded("#!/bin/bash\n/etc/eks/bootstrap.sh shop\n"))), []));

  it("is not inspected where it is unknown", () =>
    assert.match(
      found(template(UNKNOWN)).join(),
      /^not-inspected not-inspected: userData is unknown until deployment/,
    ));
});
