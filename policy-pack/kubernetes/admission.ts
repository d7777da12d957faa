import { UnknownRead } from "../unknown.js";
import { attempt, type Verdict } from "../verdict.js";
import { type Breach, offenceOf } from "./breach.js";
import { child, type GroupKind, type KubernetesObject } from "./object.js";
import { integer, list, map, object, present, type Shape, text } from "./shape.js";

/** The kinds of admissionregistration.k8s.io that hold webhooks. */
export const WEBHOOK_CONFIGURATIONS = [
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
] as const satisfies readonly GroupKind[];

const requirement = object({ key: text, operator: text, values: list(text) });
const selector = object({ matchLabels: map(text), matchExpressions: list(requirement) });
const rule = object({ apiGroups: list(text), resources: list(text), operations: list(text), scope: text });

/** The parts of admissionregistration/v1 webhooks that policies judge. */
const webhook = object({
  name: text,
  failurePolicy: text,
  timeoutSeconds: integer,
  rules: list(rule),
  namespaceSelector: selector,
  objectSelector: selector,
  matchConditions: list(present),
});
const webhooks = list(webhook);

type Of<S> = S extends Shape<infer T> ? T : never;
export type Webhook = Of<typeof webhook>;
export type WebhookRule = Of<typeof rule>;
export type LabelSelector = Of<typeof selector>;

/** Webhooks are named like hosts, e.g. `pods.policy.example.com`. */
const HOST = /^[a-z0-9][a-z0-9.-]{0,62}$/;

/**
 * Asks every webhook of a configuration.
 *
 * @param field the field of the webhook that the answer is about.
 */
export function eachWebhook(
  configuration: KubernetesObject,
  field: string,
  question: (webhook: Webhook) => Breach,
): readonly Verdict[] {
  let items: readonly Webhook[];
  try {
    items = webhooks(child(configuration.data, "webhooks")) ?? [];
  } catch (error) {
    if (error instanceof UnknownRead) return [{ unknown: error.path }];
    throw error;
  }
  return Array.from(items.keys()).flatMap((index) =>
    attempt(() => {
      const item = items[index];
      if (item === undefined) return undefined;
      const path = `${configuration.prefix}webhooks[${index}].${field}`;
      const keys = () => [...configuration.at, "webhooks", index];
      return offenceOf("webhook", () => item.name, path, question(item), keys, HOST);
    }),
  );
}
