import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { SYSTEM_NAMESPACES } from "../../controls/system-namespaces.js";
import { checkedInput } from "../checked-input.js";

/** What each container asks for and may use at most, as Kubernetes quantities. */
export interface WorkloadResources {
  /** CPU request. @default "100m" */
  cpu?: pulumi.Input<string>;
  /** Memory request and limit. @default "128Mi" */
  memory?: pulumi.Input<string>;
  /** CPU limit. @default "500m" */
  cpuLimit?: pulumi.Input<string>;
}

export interface HardenedDeploymentArgs {
  /** Namespace to run in; system namespaces and `default` are refused. */
  namespace: pulumi.Input<string>;
  /** Image with a tag other than `latest`, or better a digest. */
  image: pulumi.Input<string>;
  /** TCP port the container listens on, 1024 or above: the process has no right to a lower one. */
  port: pulumi.Input<number>;
  /** Number of pods. @default 2 */
  replicas?: pulumi.Input<number>;
  /** Environment of the container; secrets belong into mounted files. @default none */
  environment?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** @default 100m CPU, 128Mi memory, at most 500m CPU */
  resources?: WorkloadResources;
}

/** No account of an image or a node has this id. */
const UNPRIVILEGED_ID = 65_532;
const REFUSED_NAMESPACES = ["default", ...SYSTEM_NAMESPACES];

/**
 * A Deployment that passes the restricted Pod Security Standard and what it lacks: read-only root with a writable
 * `/tmp`, no root user or group, no capabilities, no token, an account of its own, requests and limits.
 *
 * ```ts
 * const web = new HardenedDeployment("web", { namespace: shop.namespaceName, image: "registry.example/web:1.4.2", port: 8080 });
 * ```
 */
export class HardenedDeployment extends pulumi.ComponentResource {
  /** Name of the Deployment. */
  readonly deploymentName: pulumi.Output<string>;
  /** Name of the service account the pods run as; bind roles to it. */
  readonly serviceAccountName: pulumi.Output<string>;

  constructor(name: string, args: HardenedDeploymentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:HardenedDeployment", name, args, opts);
    const checked = {
      ...args,
      namespace: checkedInput(args.namespace, checkNamespace),
      image: checkedInput(args.image, checkImage),
      port: checkedInput(args.port, checkPort),
    };
    const account = new kubernetes.core.v1.ServiceAccount(
      `${name}-service-account`,
      { metadata: { name, namespace: checked.namespace }, automountServiceAccountToken: false },
      { parent: this },
    );
    const deployment = createDeployment(this, name, account.metadata.name, checked);
    this.deploymentName = deployment.metadata.name;
    this.serviceAccountName = account.metadata.name;
    this.registerOutputs({ deploymentName: this.deploymentName, serviceAccountName: this.serviceAccountName });
  }
}

function createDeployment(
  parent: pulumi.Resource,
  name: string,
  serviceAccountName: pulumi.Output<string>,
  { namespace, replicas = 2, ...args }: HardenedDeploymentArgs,
): kubernetes.apps.v1.Deployment {
  const labels = { "app.kubernetes.io/name": name };
  return new kubernetes.apps.v1.Deployment(
    `${name}-deployment`,
    {
      metadata: { name, namespace, labels },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName,
            automountServiceAccountToken: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: UNPRIVILEGED_ID,
              runAsGroup: UNPRIVILEGED_ID,
              fsGroup: UNPRIVILEGED_ID,
              seccompProfile: { type: "RuntimeDefault" },
            },
            containers: [container(name, args)],
            volumes: [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }],
          },
        },
      },
    },
    { parent },
  );
}

function container(
  name: string,
  { image, port, environment, resources = {} }: Omit<HardenedDeploymentArgs, "namespace">,
) {
  const { cpu = "100m", memory = "128Mi", cpuLimit = "500m" } = resources;
  return {
    name,
    image,
    ports: [{ name: "main", containerPort: port }],
    env: pulumi
      .output(environment ?? {})
      .apply((variables) => Object.entries(variables).map(([variable, value]) => ({ name: variable, value }))),
    resources: { requests: { cpu, memory }, limits: { cpu: cpuLimit, memory } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    readinessProbe: { tcpSocket: { port } },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  };
}

/** NSA-NET-02: workloads stay out of the namespaces that the cluster itself uses. */
function checkNamespace(namespace: string): string {
  if (REFUSED_NAMESPACES.includes(namespace))
    throw new Error(`namespace: must not be one of ${REFUSED_NAMESPACES.join(", ")}, got "${namespace}"`);
  return namespace;
}

/** NSA-POD-06: an image that can change under its name is not the one that was reviewed. */
function checkImage(image: string): string {
  const [reference = "", digest] = image.split("@");
  const tag = reference.slice(reference.lastIndexOf("/") + 1).split(":")[1];
  if (digest === undefined && (tag === undefined || tag === "" || tag === "latest"))
    throw new Error(`image: must have a digest or a tag other than latest, got "${image}"`);
  return image;
}

function checkPort(port: number): number {
  if (!Number.isInteger(port) || port < 1024 || port > 65_535)
    throw new Error(`port: must be a whole number from 1024 to 65535, got ${port}`);
  return port;
}
