import { attempt, type Verdict } from "../verdict.js";
import { type Breach, offenceOf, shownName } from "./breach.js";
import { child, type KubernetesObject } from "./object.js";
import { text } from "./shape.js";

/**
 * Asks one question of an object.
 *
 * @param path where the answer lies in the object, e.g. `spec.failurePolicy`; a fix begins at the object all the same.
 * @param subject what the message calls the object; default: its kind.
 */
export function onObject(
  object: KubernetesObject,
  path: string,
  question: () => Breach,
  subject: string = object.kind,
): readonly Verdict[] {
  const name = (): string | undefined => text(child(child(object.data, "metadata"), "name"));
  return attempt(() => offenceOf(subject, name, `${object.prefix}${path}`, question(), () => object.at));
}

/** The object's name, where it is known and may be shown. */
export const nameOf = (object: KubernetesObject): string | undefined =>
  shownName(() => text(child(child(object.data, "metadata"), "name")));
