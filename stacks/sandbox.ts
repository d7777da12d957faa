import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { HardenedDeployment, HardenedNamespace } from "pulumi-rampart";
import { sandboxProvider } from "./sandbox-provider";

const config = new pulumi.Config();
const provider = sandboxProvider();
const inSandbox = { providers: { kubernetes: provider } };

const shop = new HardenedNamespace("shop", { labels: { owner: "shop-team" } }, inSandbox);
const payments = new HardenedNamespace("payments", { labels: { owner: "payments-team" } }, inSandbox);

const web = new HardenedDeployment(
  "web",
  { namespace: shop.namespaceName, image: "registry.example/shop/web:1.4.2", port: 8080 },
  inSandbox,
);

const credentials = new kubernetes.core.v1.Secret(
  "credentials",
  {
    metadata: { name: "credentials", namespace: payments.namespaceName },
    stringData: { password: config.requireSecret("databasePassword") },
  },
  { provider },
);

// The same stack with this one setting is what policy pack and API server must refuse.
if (config.getBoolean("privilegedWorkload")) {
  new kubernetes.core.v1.Pod(
    "debug",
    {
      metadata: { name: "debug", namespace: shop.namespaceName },
      spec: {
        containers: [{ name: "shell", image: "registry.example/debug:1.0", securityContext: { privileged: true } }],
      },
    },
    { provider },
  );
}

export const namespaces = [shop.namespaceName, payments.namespaceName];
export const deployment = web.deploymentName;
export const secret = credentials.id;
