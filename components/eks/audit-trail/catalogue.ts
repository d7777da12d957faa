import type { AuditAlarmRow } from "./alarm.js";
import {
  among,
  CHANGED,
  DELETED,
  DONE,
  ENDED,
  group,
  READ,
  resource,
  subresource,
  trueAmong,
  WRITTEN,
} from "./conditions.js";

/** Alarms on what the API server writes down. */
export const AuditAlarm = {
  /** Somebody without a name was answered. */
  AnonymousAllowed: "anonymous-allowed",
  /** Many requests without a name, or with a wrong one, were refused. */
  AnonymousDenied: "anonymous-denied",
  /** Many requests of the same cluster's users were forbidden. */
  Denied: "denied",
  /** A workload asked for what it may not do. */
  WorkloadDenied: "workload-denied",
  /** Somebody read Secrets. */
  SecretRead: "secret-read",
  /** Somebody went into a container, or tunnelled to one. */
  PodExec: "pod-exec",
  /** A container was added to a running pod. */
  EphemeralContainer: "ephemeral-container",
  /** Somebody reached a kubelet, a pod or a Service through the API server. */
  ApiProxy: "api-proxy",
  /** Who may do what was changed. */
  RbacChange: "rbac-change",
  /** Somebody was made an administrator of everything. */
  ClusterAdminBinding: "cluster-admin-binding",
  /** Rights were given to everybody. */
  EverybodyBinding: "everybody-binding",
  /** A token of a service account was made by hand. */
  ServiceAccountToken: "service-account-token",
  /** Somebody acted in the name of somebody else. */
  Impersonation: "impersonation",
  /** A certificate of the cluster was approved by hand. */
  CertificateApproval: "certificate-approval",
  /** What decides which objects may exist was changed. */
  AdmissionChange: "admission-change",
  /** Network policies, quotas or limits were removed. */
  GuardrailRemoved: "guardrail-removed",
  /** Somebody changed what Kubernetes itself runs on. */
  KubeSystemChange: "kube-system-change",
  /** The old list of IAM users was written. */
  AwsAuthChange: "aws-auth-change",
  /** A pod that owns its node was made. */
  PrivilegedPod: "privileged-pod",
  /** A workload made pods. */
  PodByWorkload: "pod-by-workload",
} as const;
export type AuditAlarm = (typeof AuditAlarm)[keyof typeof AuditAlarm];

const ONE = { needsBody: false, threshold: 1, periodInSeconds: 60 } as const;

/**
 * The catalogue. All conditions keep to what EKS logs by its own audit policy, which nobody can change (EKS Best Practices
 * Guide, "Auditing and logging").
 */
export const AUDIT_ALARMS: Readonly<Record<AuditAlarm, AuditAlarmRow>> = {
  "anonymous-allowed": {
    ...ONE,
    title: "A request without credentials was answered",
    why: "Only the paths of health and version are open; anything else means that a binding names system:anonymous or system:unauthenticated.",
    response: "Look for that binding, delete it, and see what was read.",
    callers: "anybody",
    condition: `($.user.username = "system:anonymous") && ${DONE} && ($.requestURI != "/livez*") && ($.requestURI != "/readyz*") && ($.requestURI != "/healthz*") && ($.requestURI != "/version*")`,
    controls: ["NSA-LOG-23", "NSA-LOG-08", "NSA-AUTH-04"],
  },
  "anonymous-denied": {
    needsBody: false,
    title: "Many requests without valid credentials",
    why: "Somebody who can reach the endpoint is trying it, or credentials ended that something still uses.",
    response: "Look at the source addresses; take a public endpoint away, or narrow it.",
    callers: "anybody",
    // A request that nobody could be told from ends with its first event.
    condition: `($.responseStatus.code = 401) || (${ENDED} && ($.responseStatus.code = 403) && ($.user.username = "system:anonymous"))`,
    threshold: 50,
    periodInSeconds: 300,
    controls: ["NSA-LOG-23", "NSA-AUTH-04"],
  },
  denied: {
    needsBody: false,
    title: "Many forbidden requests",
    why: "Whoever takes over credentials tries first what they are good for.",
    response: "Look who it was, and ask them; disable the credentials if they do not know of it.",
    // Controllers are refused what they make in a namespace that ends.
    callers: "beside-the-control-plane",
    condition: `${ENDED} && ($.responseStatus.code = 403) && ($.user.username != "system:anonymous")`,
    threshold: 50,
    periodInSeconds: 300,
    controls: ["NSA-LOG-23"],
  },
  "workload-denied": {
    needsBody: false,
    title: "A workload asked for what it may not do",
    why: "Workloads know their rights; one that tries others is new, broken, or in somebody else's hands.",
    response: "Look at the pod of that service account; isolate it if its image does not explain the requests.",
    callers: "beside-the-control-plane",
    condition: `${ENDED} && ($.responseStatus.code = 403) && ($.user.username = "system:serviceaccount:*")`,
    threshold: 10,
    periodInSeconds: 300,
    controls: ["NSA-LOG-23", "NSA-LOG-22"],
  },
  "secret-read": {
    ...ONE,
    title: "Somebody read Secrets",
    why: "People need not: workloads get theirs mounted. A list shows the values of all.",
    response: "Ask them; rotate what they read if they do not know of it.",
    callers: "people",
    condition: `${resource("secrets")} && ${READ} && ${DONE}`,
    controls: ["NSA-LOG-23", "CIS-EKS-4.1.2"],
  },
  "pod-exec": {
    ...ONE,
    title: "Somebody went into a container, or tunnelled to one",
    why: "A shell in a container has its identity, its Secrets and its network.",
    response: "Ask them; replace the pod, since nobody knows what was changed in it.",
    callers: "anybody",
    condition: `${resource("pods")} && ${subresource("exec", "attach", "portforward")}`,
    controls: ["NSA-LOG-23", "NSA-AUTH-11"],
  },
  "ephemeral-container": {
    ...ONE,
    title: "A container was added to a running pod",
    why: "It comes with tools that the image does not have, and sees what the pod sees.",
    response: "Ask who did it; replace the pod.",
    callers: "anybody",
    condition: `${resource("pods")} && ${subresource("ephemeralcontainers")} && ${CHANGED}`,
    controls: ["NSA-LOG-23"],
  },
  "api-proxy": {
    ...ONE,
    title: "Somebody reached a kubelet, a pod or a Service through the API server",
    why: "It passes network policies, and a kubelet so reached runs commands in any container of its node, unaudited.",
    response: "Ask them; take the right to nodes/proxy from their role.",
    callers: "beside-the-control-plane",
    condition: `${resource("nodes", "pods", "services")} && ${subresource("proxy")}`,
    controls: ["NSA-LOG-23", "NSA-AUTH-11", "CIS-EKS-4.1.10"],
  },
  "rbac-change": {
    ...ONE,
    title: "Roles or bindings were changed",
    why: "Rights that last are how an intruder stays.",
    response: "Compare with what is deployed from code; revert what is not.",
    callers: "beside-the-control-plane",
    condition: `${group("rbac.authorization.k8s.io")} && ${WRITTEN} && ${DONE}`,
    controls: ["NSA-LOG-23", "NSA-AUTH-11", "CIS-EKS-4.1.8"],
  },
  "cluster-admin-binding": {
    ...ONE,
    needsBody: true,
    title: "Somebody was made an administrator of everything",
    why: "Administrators come by access entries of EKS; a binding to cluster-admin is a way around them.",
    response: "Delete the binding, and look what its subject did.",
    callers: "anybody",
    condition: `${resource("clusterrolebindings", "rolebindings")} && ${CHANGED} && ${DONE} && ($.responseObject.roleRef.name = "cluster-admin")`,
    controls: ["NSA-LOG-23", "CIS-EKS-4.1.1"],
  },
  "everybody-binding": {
    ...ONE,
    needsBody: true,
    title: "Rights were given to everybody",
    why: "What system:anonymous, system:unauthenticated or system:authenticated may do, any caller may, or any workload.",
    response: "Delete the binding. Looks at its first four subjects.",
    // The API server binds the paths of health and version by itself.
    callers: "anybody",
    condition: `($.user.username != "system:apiserver") && ${resource("clusterrolebindings", "rolebindings")} && ${CHANGED} && ${DONE} && (${among(4, (n) => `responseObject.subjects[${n}].name`, "system:anonymous", "system:unauthenticated", "system:authenticated")})`,
    controls: ["NSA-LOG-23", "NSA-AUTH-04"],
  },
  "service-account-token": {
    ...ONE,
    title: "A token of a service account was made by hand",
    why: "It works from anywhere until it ends, with the rights of the workload.",
    response: "Ask who made it; delete the service account and make it anew, which ends its tokens.",
    callers: "beside-the-control-plane",
    condition: `${resource("serviceaccounts")} && ${subresource("token")} && ($.verb = "create") && ${DONE}`,
    controls: ["NSA-LOG-23", "CIS-EKS-4.1.12"],
  },
  impersonation: {
    ...ONE,
    title: "Somebody acted in the name of somebody else",
    why: "Who may impersonate has every right that others have.",
    response: "Ask them; take the verb impersonate from their role.",
    callers: "anybody",
    condition: '($.impersonatedUser.username = "*")',
    controls: ["NSA-LOG-23", "NSA-AUTH-11", "CIS-EKS-4.1.8"],
  },
  "certificate-approval": {
    ...ONE,
    title: "A certificate was approved by hand",
    why: "A client certificate of the cluster cannot be revoked. EKS approves those of nodes itself.",
    response: "Look at its subject; if it is not to be, only its end helps: watch what it does.",
    callers: "beside-the-control-plane",
    condition: `${resource("certificatesigningrequests")} && ${subresource("approval")}`,
    controls: ["NSA-LOG-23", "NSA-AUTH-11"],
  },
  "admission-change": {
    ...ONE,
    title: "Admission policies or webhooks were changed",
    why: "A webhook sees and changes every object; without policies anything may run.",
    response: "Compare with what is deployed from code; revert what is not.",
    callers: "beside-the-control-plane",
    condition: `${group("admissionregistration.k8s.io")} && ${WRITTEN} && ${DONE}`,
    controls: ["NSA-LOG-23", "CIS-EKS-4.1.11"],
  },
  "guardrail-removed": {
    ...ONE,
    title: "Network policies, quotas or limits were removed",
    why: "They hold an intruder where the intruder came in.",
    response: "Put them back, and ask who removed them.",
    callers: "beside-the-control-plane",
    condition: `${resource("networkpolicies", "clusternetworkpolicies", "resourcequotas", "limitranges")} && ${DELETED} && ${DONE}`,
    controls: ["NSA-LOG-23", "CIS-EKS-4.3.2"],
  },
  "kube-system-change": {
    ...ONE,
    title: "Somebody changed something in kube-system",
    why: "What runs there is trusted by all: DNS, the network, the identity of pods.",
    response: "Compare with the add-ons of EKS; revert what is not of them.",
    callers: "people",
    condition: `($.objectRef.namespace = "kube-system") && ${WRITTEN} && ${DONE}`,
    controls: ["NSA-LOG-23"],
  },
  "aws-auth-change": {
    ...ONE,
    title: "The ConfigMap aws-auth was written",
    why: "It maps IAM roles to users. A cluster that knows access entries only does not read it: whoever writes it does not know that, or changed the mode.",
    response: "Look at the cluster's authentication mode, and delete the ConfigMap.",
    callers: "beside-the-control-plane",
    condition: `${resource("configmaps")} && ($.objectRef.namespace = "kube-system") && ($.objectRef.name = "aws-auth") && ${WRITTEN}`,
    controls: ["NSA-LOG-23"],
  },
  "privileged-pod": {
    ...ONE,
    needsBody: true,
    title: "A privileged pod was made outside kube-system",
    why: "It owns its node, and with it every pod and Secret there.",
    response:
      "Delete it, drain and replace its node. Looks at its first three containers and its first two init containers.",
    callers: "anybody",
    condition: `${resource("pods")} && ($.verb = "create") && ($.objectRef.namespace != "kube-system") && ${DONE} && (($.responseObject.spec.hostPID IS TRUE) || ($.responseObject.spec.hostIPC IS TRUE) || ($.responseObject.spec.hostNetwork IS TRUE) || ${trueAmong(3, (n) => `responseObject.spec.containers[${n}].securityContext.privileged`)} || ${trueAmong(2, (n) => `responseObject.spec.initContainers[${n}].securityContext.privileged`)})`,
    controls: ["NSA-LOG-23", "NSA-LOG-22", "CIS-EKS-4.2.1"],
  },
  "pod-by-workload": {
    ...ONE,
    title: "A workload made pods",
    why: "Pods come from controllers. An operator that makes its own belongs into `automation`; anything else is an intruder's.",
    response: "Look at the pod and at the workload whose token made it.",
    callers: "beside-the-control-plane",
    condition: `${resource("pods")} && ($.objectRef.subresource NOT EXISTS) && ($.verb = "create") && ${DONE} && ($.user.username = "system:serviceaccount:*")`,
    controls: ["NSA-LOG-23", "NSA-LOG-22", "CIS-EKS-4.1.4"],
  },
};
