import type { ExemptionMatch } from "../../policy-pack/exemptions.js";
import { child } from "../../policy-pack/kubernetes/object.js";
import type { Subject } from "../sources/subject.js";
import { type ForeignExemption, placeOf } from "./foreign.js";

/** Of the generations of `PolicyException`, the one whose conditions are expressions that nobody can translate. */
const OF_EXPRESSIONS = /^policies\.kyverno\.io\//;

/** Fields of a resource filter that an exemption of ours cannot say. */
const UNTRANSLATABLE = ["annotations", "namespaceSelector", "operations", "selector"];

/**
 * What a `PolicyException` of kyverno is for: one entry for each policy and each object that it names. Kinds are left
 * out: kyverno names Pod and means the workloads that make pods as well.
 */
export function kyvernoExceptions(subject: Subject): ForeignExemption[] {
  const { apiVersion, kind, name, resource } = subject;
  if (kind !== "PolicyException" || !/^(?:policies\.)?kyverno\.io\//.test(apiVersion)) return [];
  const place = placeOf(subject, "spec");
  const spec = child(resource.props, "spec");
  const reason = `PolicyException ${name}`;
  if (OF_EXPRESSIONS.test(apiVersion))
    return [{ tool: "kyverno", check: "", match: {}, reason, place, note: "its conditions are expressions" }];
  const filters = [...listOf(spec, "any"), ...listOf(spec, "all")].map((entry) => child(entry, "resources"));
  const notes = [
    ...(filters.some((filter) => UNTRANSLATABLE.some((field) => child(filter, field) !== undefined))
      ? ["it has selectors, which are not here"]
      : []),
    ...(child(spec, "conditions") === undefined ? [] : ["it has conditions, which are not here"]),
    ...(child(spec, "podSecurity") === undefined ? [] : ["it has podSecurity, which is not here"]),
  ];
  const note = notes.length === 0 ? undefined : notes.join("; ");
  const checks = itemsOf(child(spec, "exceptions")).map((entry) => String(child(entry, "policyName")));
  return checks.flatMap((check) =>
    filters.flatMap(matchesOf).map((match) => ({ tool: "kyverno", check, match, reason, place, note })),
  );
}

const listOf = (spec: unknown, quantifier: string): readonly unknown[] =>
  itemsOf(child(child(spec, "match"), quantifier));

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function matchesOf(filter: unknown): ExemptionMatch[] {
  const names = textsOf(filter, "names");
  const namespaces = textsOf(filter, "namespaces");
  return names.flatMap((name) => namespaces.map((namespace) => ({ name, namespace })));
}

/** One `undefined` where the filter leaves it open. */
function textsOf(filter: unknown, field: string): (string | undefined)[] {
  const texts = itemsOf(child(filter, field)).filter((text) => typeof text === "string");
  // Ours has no sign for a single character.
  return texts.length === 0 ? [undefined] : texts.map((text) => text.replaceAll("?", "*"));
}
