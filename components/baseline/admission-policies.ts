import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { SYSTEM_NAMESPACES } from "../../controls/system-namespaces.js";
import { type AdmissionDefault, AUDITED_DEFAULTS, defaultSpec, ENFORCED_DEFAULTS } from "./admission/defaults.js";
import { type AdmissionExemption, checkExemption } from "./admission/exemption.js";
import { bindingSpec, namespacesBut, objectName, policySpec } from "./admission/objects.js";
import { ADMISSION_POLICIES } from "./admission/policies/index.js";
import type { AdmissionPolicy, AdmissionSettings } from "./admission/policy.js";
import { type AdmissionSettingsArgs, settingsOf } from "./admission/settings.js";
import { EnforcementMode } from "./enforcement-mode.js";

export type { AdmissionExemption } from "./admission/exemption.js";
export type { AdmissionSettingsArgs } from "./admission/settings.js";

/** What the API server does about a violation of one policy. */
export enum AdmissionAction {
  /** It does not look. */
  Off = "off",
  /** It warns the sender and writes to the audit log. */
  Audit = "audit",
  /** It refuses the request and writes to the audit log. */
  Deny = "deny",
}

/** Which policies there are in the cluster, and whom they refuse. */
export interface AdmissionPoliciesArgs {
  /** What is done about violations of the policies that `policies` does not name. @default EnforcementMode.Enforce */
  mode?: EnforcementMode;
  /**
   * What is done about violations of single policies, by id.
   * @default all do as `mode` says; those of the strict profile are off
   */
  policies?: Record<string, AdmissionAction>;
  /** What the policies allow. @default see there */
  settings?: AdmissionSettingsArgs;
  /** Objects that may violate policies. @default none */
  exemptions?: AdmissionExemption[];
  /** Namespaces that are not judged. @default kube-system, kube-public, kube-node-lease */
  exemptNamespaces?: string[];
  /**
   * Whether the API server writes what new objects leave out: Pod Security labels into namespaces, and
   * `automountServiceAccountToken: false` into the account `default` of each. In `EnforcementMode.Audit` the labels only
   * warn and audit, and accounts are left alone. Needs Kubernetes 1.36 (MutatingAdmissionPolicy). @default false
   */
  writeDefaults?: boolean;
}

/**
 * Admission policies that the API server decides by itself, in CEL: no webhook that can fail or lock the cluster. They
 * refuse what the policy pack refuses under the same ids, for those who deploy without it; what Pod Security refuses is
 * left to Pod Security. An update that does not touch what is judged passes, so that what was there before can go on.
 *
 * ```ts
 * new AdmissionPolicies("admission", { settings: { imageRegistries: ["registry.example/shop"] } });
 * ```
 *
 * In force, a pod that breaks a policy is refused even where its controller only makes it anew: begin with a phase of
 * audit. Needs Kubernetes 1.31. A phase that only warns (`EnforcementMode.Audit`) is a finding of the policy pack, until it is
 * stated with an owner and an end: `exempt(new AdmissionPolicies(…), { policies: ["require-denying-policy-bindings"], … })`.
 */
export class AdmissionPolicies extends pulumi.ComponentResource {
  /** Names of the policies in the cluster, known once they are bound. */
  readonly policyNames: pulumi.Output<string[]>;

  constructor(name: string, args: AdmissionPoliciesArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:AdmissionPolicies", name, args, opts);
    checkArgs(args);
    tellOfExpired(this, args.exemptions ?? []);
    const settings = settingsOf(args.settings ?? {});
    const bindings = ADMISSION_POLICIES.filter((policy) => actionOf(policy, args) !== AdmissionAction.Off).map(
      (policy) => bindPolicy(this, name, policy, settings, args),
    );
    if (args.writeDefaults === true) {
      const defaults = args.mode === EnforcementMode.Audit ? AUDITED_DEFAULTS : ENFORCED_DEFAULTS;
      for (const each of defaults) bindDefault(this, name, each, args);
    }
    this.policyNames = pulumi.all(bindings.map(({ spec }) => spec.policyName));
    this.registerOutputs({ policyNames: this.policyNames });
  }
}

/** The policy, and after it what puts it into force: on destroy, it loses its force first. */
function bindPolicy(
  parent: pulumi.Resource,
  name: string,
  policy: AdmissionPolicy,
  settings: pulumi.Output<AdmissionSettings>,
  args: AdmissionPoliciesArgs,
): kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding {
  const { exemptions = [], exemptNamespaces = SYSTEM_NAMESPACES } = args;
  const metadata = { name: objectName(policy.id) };
  const created = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy(
    `${name}-${policy.id}`,
    { metadata, spec: settings.apply((known) => policySpec(policy, known, exemptions)) },
    { parent },
  );
  const isDenying = actionOf(policy, args) === AdmissionAction.Deny;
  return new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    `${name}-${policy.id}-binding`,
    { metadata, spec: { policyName: metadata.name, ...bindingSpec(policy, isDenying, exemptNamespaces) } },
    { parent, dependsOn: [created] },
  );
}

/** NSA-POD-09, NSA-POD-21: what says nothing is safe, where the API server's own defaults cannot be set. */
function bindDefault(
  parent: pulumi.Resource,
  name: string,
  written: AdmissionDefault,
  args: AdmissionPoliciesArgs,
): void {
  const exempt: readonly string[] = args.exemptNamespaces ?? SYSTEM_NAMESPACES;
  const metadata = { name: objectName(written.id) };
  const created = new kubernetes.admissionregistration.v1.MutatingAdmissionPolicy(
    `${name}-${written.id}`,
    { metadata, spec: defaultSpec(written) },
    { parent },
  );
  new kubernetes.admissionregistration.v1.MutatingAdmissionPolicyBinding(
    `${name}-${written.id}-binding`,
    { metadata, spec: { policyName: metadata.name, matchResources: namespacesBut(exempt) } },
    { parent, dependsOn: [created] },
  );
}

function actionOf({ id, optional }: AdmissionPolicy, { mode, policies = {} }: AdmissionPoliciesArgs): AdmissionAction {
  const own = policies[id];
  if (own !== undefined) return own;
  if (optional === true) return AdmissionAction.Off;
  return mode === EnforcementMode.Audit ? AdmissionAction.Audit : AdmissionAction.Deny;
}

/** The API server refuses again by itself; here is said who is affected. */
function tellOfExpired(component: pulumi.Resource, exemptions: readonly AdmissionExemption[]): void {
  const today = new Date().toISOString().slice(0, 10);
  for (const { expires, policies, namespace, name, owner } of exemptions)
    if (expires < today)
      void pulumi.log.warn(
        `exemptions: that of ${namespace === undefined ? name : `${namespace}/${name}`} from ${policies.join(", ")} (${owner}) ended with ${expires}; the API server no longer heeds it`,
        component,
      );
}

function checkArgs({ mode, policies = {}, exemptions = [], exemptNamespaces = [] }: AdmissionPoliciesArgs): void {
  if (mode !== undefined && !Object.values(EnforcementMode).includes(mode))
    throw new Error(`mode: must be audit or enforce, got ${JSON.stringify(mode)}`);
  const ids = ADMISSION_POLICIES.map(({ id }) => id);
  for (const [id, action] of Object.entries(policies)) {
    if (!ids.includes(id)) throw new Error(`policies: must be admission policies (${ids.join(", ")}), got "${id}"`);
    if (!Object.values(AdmissionAction).includes(action))
      throw new Error(`policies["${id}"]: must be off, audit or deny, got ${JSON.stringify(action)}`);
  }
  const exemptible = ADMISSION_POLICIES.filter(({ judged }) => judged !== undefined).map(({ id }) => id);
  for (const [index, exemption] of exemptions.entries()) checkExemption(`exemptions[${index}]`, exemption, exemptible);
  for (const [index, namespace] of exemptNamespaces.entries())
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
      throw new Error(`exemptNamespaces[${index}]: must be the name of a namespace, got ${JSON.stringify(namespace)}`);
}
