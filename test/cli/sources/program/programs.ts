import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../../support/command.js";
import { folderWith } from "../../check/manifests.js";

/** A Pulumi project named `test` with the files, and the packages of this repository; gone after the tests of the file. */
export function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith({
    "Pulumi.yaml": "name: test\nruntime: nodejs\n",
    "package.json": '{"name":"test"}',
    ...files,
  });
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Line of the text's first line that has the part, from 1. */
export function lineOf(text: string, part: string): number {
  const line = text.split("\n").findIndex((content) => content.includes(part));
  if (line < 0) throw new Error(`no line has ${part}`);
  return line + 1;
}

/** A package of its own, beside the program as in a monorepo: a component with a Deployment in it. */
export const WORKLOAD_PACKAGE = {
  "packages/workload/package.json": '{"name":"workload","main":"index.ts"}',
  "packages/workload/index.ts": `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

interface WorkloadArgs {
  namespace: pulumi.Input<string>;
  privileged: pulumi.Input<boolean>;
}

export class Workload extends pulumi.ComponentResource {
  constructor(name: string, args: WorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Workload", name, { ...args }, opts);
    new k8s.apps.v1.Deployment(
      name,
      {
        metadata: { namespace: args.namespace },
        spec: {
          selector: { matchLabels: { app: name } },
          template: {
            metadata: { labels: { app: name } },
            spec: { containers: [{ name: "app", image: "nginx", securityContext: { privileged: args.privileged } }] },
          },
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
`,
};

/** Components, a chain of applies, a secret, an unknown value, what the provider names, and relations of a stack. */
export const SHOP = `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Workload } from "./packages/workload";

const config = new pulumi.Config();
const namespace = new k8s.core.v1.Namespace("shop", { metadata: { name: "shop" } });
class Ids extends pulumi.dynamic.Resource {}
const ids = new Ids({ create: async () => ({ id: "later", outs: {} }) }, "ids", {});
const name = namespace.metadata.name.apply((text) => text);
new Workload("web", { namespace: name, privileged: true });
new Workload("worker", { namespace: name, privileged: config.getBoolean("privilegedWorker") ?? false });
new k8s.core.v1.Secret("login", {
  metadata: { namespace: name },
  type: "kubernetes.io/basic-auth",
  stringData: { password: pulumi.secret("s3cr3t-value") },
});
pulumi.all([name, namespace.metadata]).apply(([text, metadata]) => {
  new k8s.core.v1.Pod("chained", {
    metadata: { namespace: text, labels: { of: metadata.name } },
    spec: { hostPID: true, containers: [{ name: "app", image: "nginx:1.27" }] },
  });
});
new k8s.core.v1.Pod("late", {
  metadata: { namespace: "other", labels: { of: config.get("label") ?? "late" } },
  spec: { hostPID: ids.id.apply((id) => id === "shop"), containers: [{ name: "app", image: "nginx:1.27" }] },
});
new k8s.rbac.v1.ClusterRole("all", { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] });
new k8s.core.v1.Service("nowhere", { spec: { ports: [{ port: 80 }], selector: { app: "web" } } });
`;
