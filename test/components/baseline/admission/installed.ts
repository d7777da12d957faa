import { setTimeout as sleep } from "node:timers/promises";
import type { AdmissionExemption } from "../../../../components/baseline/admission/exemption.js";
import { bindingSpec, policySpec } from "../../../../components/baseline/admission/objects.js";
import {
  type AdmissionPolicy,
  type AdmissionSettings,
  DEFAULT_SETTINGS,
} from "../../../../components/baseline/admission/policy.js";
import { SYSTEM_NAMESPACES } from "../../../../controls/system-namespaces.js";
import type { Cluster } from "../../../../sandbox/cluster.js";
import type { Response } from "../../../../sandbox/control-plane/https-client.js";

const API = "/apis/admissionregistration.k8s.io/v1";
const ACTIVE_LIMIT_MS = 30_000;
const POLL_MS = 25;

/** Objects with this label and an instance's name are judged by that instance, and by no other. */
export const INSTANCE_LABEL = "rampart.dev/instance";

/** A policy with settings, in force for the objects that bear its name as a label. */
export interface Instance {
  readonly name: string;
  readonly policy: AdmissionPolicy;
  readonly settings: AdmissionSettings;
  /** Default: none. */
  readonly exemptions?: readonly AdmissionExemption[];
  /** Default: the instance denies. */
  readonly isAudit?: boolean;
  /** Value of the label of the objects that it judges; default: the instance's name. */
  readonly label?: string;
  /** Whether it judges whatever its policy is for, with or without the label; default: it does not. */
  readonly isWide?: boolean;
}

/** The instances of a policy for the settings of its examples: one for each that differ. */
export function instancesOf(policy: AdmissionPolicy): (settings: AdmissionSettings) => Instance {
  const known = new Map<string, Instance>();
  return (settings) => {
    const key = JSON.stringify(settings);
    const instance = known.get(key) ?? { name: `${policy.id}-${known.size}`, policy, settings };
    known.set(key, instance);
    return instance;
  };
}

/** What the API server says of a request. */
export type Answer =
  | { readonly kind: "accepted" }
  /** By the instance, with its message. */
  | { readonly kind: "refused"; readonly message: string }
  /** By something else than our policies: validation, a plugin. */
  | { readonly kind: "other"; readonly status: number; readonly message: string };

/** One's sentinel is in force for a while after it was removed: another's must have another name. */
let installs = 0;

/** Puts instances into force; the sentinel, made last, shows that the API server has read all of them. */
export async function install({ api }: Cluster, instances: readonly Instance[]): Promise<() => Promise<void>> {
  const sentinel: Instance = { name: `sentinel-${++installs}`, policy: SENTINEL, settings: DEFAULT_SETTINGS };
  const all = [...instances, sentinel];
  const probe = { metadata: { name: "probe", labels: { [INSTANCE_LABEL]: sentinel.name } } };
  const until = async (isInForce: boolean) => {
    const end = Date.now() + ACTIVE_LIMIT_MS;
    const path = "/apis/coordination.k8s.io/v1/namespaces/default/leases?dryRun=All";
    while ((answerOf(await api.send("POST", path, probe), sentinel.name).kind === "refused") !== isInForce) {
      if (Date.now() > end) throw new Error("the API server does not heed a change of admission policies");
      await sleep(POLL_MS);
    }
  };
  const remove = async () => {
    for (const { name } of all) {
      await api.send("DELETE", `${API}/validatingadmissionpolicybindings/${name}`);
      await api.send("DELETE", `${API}/validatingadmissionpolicies/${name}`);
    }
    if (instances.some(({ isWide }) => isWide)) await until(false);
  };
  try {
    for (const { name, policy, settings, exemptions = [], isAudit = false, label = name, isWide = false } of all) {
      const metadata = { name };
      const spec = policySpec(policy, settings, exemptions);
      await api.json("POST", `${API}/validatingadmissionpolicies`, { metadata, spec });
      const { matchResources, ...binding } = bindingSpec(policy, !isAudit, isWide ? SYSTEM_NAMESPACES : []);
      const own = isWide ? {} : { objectSelector: { matchLabels: { [INSTANCE_LABEL]: label } } };
      await api.json("POST", `${API}/validatingadmissionpolicybindings`, {
        metadata,
        spec: { ...binding, policyName: name, matchResources: { ...matchResources, ...own } },
      });
    }
    await until(true);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}

const SENTINEL: AdmissionPolicy = {
  id: "sentinel",
  // Leases are no matter of any other policy.
  rules: [{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], operations: ["CREATE"] }],
  validations: [{ expression: "false", message: "sentinel", messageExpression: '"sentinel"' }],
};

export function answerOf({ status, text }: Response, instance: string): Answer {
  if (status < 400) return { kind: "accepted" };
  const { message } = JSON.parse(text) as { readonly message: string };
  const prefix = `ValidatingAdmissionPolicy '${instance}' with binding '${instance}' denied request: `;
  const at = message.indexOf(prefix);
  return at < 0 ? { kind: "other", status, message } : { kind: "refused", message: message.slice(at + prefix.length) };
}
