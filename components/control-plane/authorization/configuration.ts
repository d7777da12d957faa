import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";
import { absolutePath, duration, refuse } from "../../refusal.js";
import { kubernetesVersion } from "../version.js";

/** A service that is asked about requests before Node and RBAC are, so that it can refuse what they would allow. */
export interface AuthorizationWebhookArgs {
  /** Name in metrics; a DNS name. */
  readonly name: string;
  /** Path of the file that `webhookKubeconfig` writes. */
  readonly kubeconfig: string;
  /**
   * Conditions in CEL on `request`, all of which must hold for the service to be asked.
   * @default requests for resources that neither a node nor the control plane nor a service account of kube-system makes
   */
  readonly matchConditions?: readonly string[];
  /** How long the service may take, at most 30s. @default "3s" */
  readonly timeout?: string;
  /**
   * Goes on to RBAC while the service does not answer; whoever can stop the service then has what RBAC allows.
   * @default false
   */
  readonly allowWhenUnreachable?: boolean;
}

export interface AuthorizationConfigurationArgs {
  /** Asked in this order, then Node, then RBAC. @default none */
  readonly webhooks?: readonly AuthorizationWebhookArgs[];
  /**
   * Version of the API server.
   * @default the newest
   */
  readonly kubernetesVersion?: string;
}

/** One authorizer as the file has it. */
export type Authorizer =
  | { readonly type: "Node" | "RBAC"; readonly name: string }
  | {
      readonly type: "Webhook";
      readonly name: string;
      readonly webhook: {
        readonly authorizedTTL: string;
        readonly unauthorizedTTL: string;
        readonly timeout: string;
        readonly subjectAccessReviewVersion: "v1";
        readonly matchConditionSubjectAccessReviewVersion: "v1";
        readonly failurePolicy: "Deny" | "NoOpinion";
        readonly connectionInfo: { readonly type: "KubeConfigFile"; readonly kubeConfigFile: string };
        readonly matchConditions: readonly { readonly expression: string }[];
      };
    };

/** The file of `--authorization-config` (apiserver.config.k8s.io/v1, stable since Kubernetes 1.32). */
export interface AuthorizationConfiguration {
  readonly apiVersion: "apiserver.config.k8s.io/v1";
  readonly kind: "AuthorizationConfiguration";
  readonly authorizers: readonly Authorizer[];
}

/** Who keeps the cluster alive is not asked about: a service that runs in the cluster could never start again. */
const NOT_THE_CLUSTER_ITSELF = [
  "has(request.resourceAttributes)",
  "!('system:nodes' in request.groups)",
  "!('system:serviceaccounts:kube-system' in request.groups)",
  "!(request.user in ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler'])",
];

/**
 * Node and RBAC, and services before them (NSA-AUTH-07, CIS-K8S-1.2.6, CIS-K8S-1.2.7, CIS-K8S-1.2.8, V-242382). A
 * service that does not answer refuses.
 * @throws Error naming the input, the value got and what is allowed.
 */
export function authorizationConfiguration(args: AuthorizationConfigurationArgs = {}): AuthorizationConfiguration {
  const { webhooks = [] } = args;
  kubernetesVersion(args.kubernetesVersion ?? KUBERNETES_VERSIONS.newest);
  const names = new Set(webhooks.map(({ name }) => name));
  if (names.size !== webhooks.length)
    refuse(
      "webhooks.name",
      "be another one for each",
      webhooks.map(({ name }) => name),
    );
  return {
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "AuthorizationConfiguration",
    authorizers: [...webhooks.map(webhook), { type: "Node", name: "node" }, { type: "RBAC", name: "rbac" }],
  };
}

function webhook(args: AuthorizationWebhookArgs): Authorizer {
  const { name, kubeconfig, matchConditions = NOT_THE_CLUSTER_ITSELF, timeout = "3s" } = args;
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)) refuse("webhooks.name", "be a DNS name", name);
  if (matchConditions.length > 64) refuse("webhooks.matchConditions", "be 64 at most", matchConditions.length);
  if (!/^(?:[1-9]|[12]\d|30)s$/.test(duration("webhooks.timeout", timeout)))
    refuse("webhooks.timeout", 'be from "1s" to "30s"', timeout);
  return {
    type: "Webhook",
    name,
    webhook: {
      authorizedTTL: "30s",
      unauthorizedTTL: "30s",
      timeout,
      subjectAccessReviewVersion: "v1",
      matchConditionSubjectAccessReviewVersion: "v1",
      failurePolicy: args.allowWhenUnreachable ? "NoOpinion" : "Deny",
      connectionInfo: { type: "KubeConfigFile", kubeConfigFile: absolutePath("webhooks.kubeconfig", kubeconfig) },
      matchConditions: matchConditions.map((expression) => ({ expression })),
    },
  };
}
