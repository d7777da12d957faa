import * as pulumi from "@pulumi/pulumi";
import { oneOf, refuse } from "../../refusal.js";

/** What a taint does to pods that do not tolerate it. */
export const TaintEffect = {
  /** New ones are not started. */
  NoSchedule: "NoSchedule",
  /** New ones are started only where there is no other node. */
  PreferNoSchedule: "PreferNoSchedule",
  /** New ones are not started, running ones are evicted. */
  NoExecute: "NoExecute",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

/** Keeps pods that do not tolerate it off a node. */
export interface NodeTaint {
  /** Key of the taint, such as `dedicated`. */
  key: string;
  /** Value that a toleration must name. @default none */
  value?: string;
  /** What it does to pods that do not tolerate it. */
  effect: TaintEffect;
}

/** The effects as EKS's API names them. */
const EKS_EFFECTS = {
  [TaintEffect.NoSchedule]: "NO_SCHEDULE",
  [TaintEffect.PreferNoSchedule]: "PREFER_NO_SCHEDULE",
  [TaintEffect.NoExecute]: "NO_EXECUTE",
} as const satisfies Record<TaintEffect, string>;

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
/** Prefixes whose labels a kubelet may not give its own node (KEP 279), or that EKS keeps for itself. */
const RESERVED = /(?:^|\.)(?:kubernetes\.io|k8s\.io)$|^eks\.amazonaws\.com$/;
const ALLOWED = /(?:^|\.)(?:kubelet|node)\.kubernetes\.io$/;

/** @throws Error naming the input when Kubernetes takes no such key of a label or taint. */
function checkedKey(input: string, key: string): string {
  const parts = key.split("/");
  const [prefix, name = ""] = parts.length === 1 ? [undefined, key] : parts;
  if (parts.length > 2 || key.length > 63 || !NAME.test(name) || (prefix !== undefined && !PREFIX.test(prefix)))
    refuse(input, 'have keys of at most 63 characters such as "example.com/team"', key);
  if (prefix !== undefined && RESERVED.test(prefix) && !ALLOWED.test(prefix))
    refuse(input, "have no keys of Kubernetes or EKS, which the node may not set itself", key);
  return key;
}

function checkedValue(input: string, value: string): string {
  if (value !== "" && !NAME.test(value))
    refuse(input, "be at most 63 letters, digits, hyphens, dots and underscores", value);
  return value;
}

/** @throws Error naming the label when EKS or Kubernetes takes no such. */
export function checkedLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => {
      if (value === "") refuse(`labels["${key}"]`, "not be empty, which EKS refuses", value);
      return [checkedKey("labels", key), checkedValue(`labels["${key}"]`, value)];
    }),
  );
}

/** `checkedLabels` of an input: at once what is plain, so that the constructor throws, and the rest when it is known. */
export function checkedLabelsInput(
  labels: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
): pulumi.Output<Record<string, string>> | undefined {
  if (labels === undefined) return undefined;
  const plain = pulumi.Output.isInstance(labels) || labels instanceof Promise ? [] : Object.entries(labels);
  checkedLabels(Object.fromEntries(plain.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : []))));
  return pulumi.output(labels).apply(checkedLabels);
}

/** @throws Error naming the taint when it is none, or two are the same. */
export function checkedTaints(taints: readonly NodeTaint[]): readonly NodeTaint[] {
  if (taints.length > 50) refuse("taints", "be at most 50", taints.length);
  const seen = new Set<string>();
  for (const [index, { key, value = "", effect }] of taints.entries()) {
    checkedKey(`taints[${index}].key`, key);
    checkedValue(`taints[${index}].value`, value);
    oneOf(`taints[${index}].effect`, effect, Object.values(TaintEffect));
    if (seen.has(`${key} ${effect}`)) refuse(`taints[${index}]`, "differ in key and effect", `${key}:${effect}`);
    seen.add(`${key} ${effect}`);
  }
  return taints;
}

/** Taints in the words of EKS's API. */
export const eksTaints = (taints: readonly NodeTaint[]): { key: string; value?: string; effect: string }[] =>
  checkedTaints(taints).map(({ key, value, effect }) => ({
    key,
    value,
    effect: EKS_EFFECTS[effect],
  }));
