import type { Plain } from "../../unknown.js";
import { child, type GroupKind, type KubernetesObject } from "../object.js";
import { FILE_GROUPS } from "./files.js";

const GROUPS = FILE_GROUPS.map((group) => group.replaceAll(".", "\\.")).join("|");
const FILE = new RegExp(`apiVersion["']?\\s*:\\s*["']?(?:${GROUPS})/v\\d`);
const POD = /kind["']?\s*:\s*["']?Pod\b/;
const PROGRAM = /kube-(?:apiserver|controller-manager|scheduler|proxy)\b|\betcd\b|\bkubelet\b/;

/** Whether a text has a file of the control plane or of nodes, though it may be broken. */
export const hasFile = (text: string): boolean => FILE.test(text);

/** Whether a text may have parts of a control plane. Most are told by the first test, which costs next to nothing. */
export const mayHaveDocuments = (text: string): boolean =>
  text.includes("apiVersion") && (hasFile(text) || (POD.test(text) && PROGRAM.test(text)));

/** The objects in a text; none where it is no YAML. */
export function documentsIn(text: string): readonly KubernetesObject[] | undefined {
  // Loaded where there is such a text only: the pack starts without it.
  const { loadAll } = require("js-yaml") as typeof import("js-yaml");
  const { KUBERNETES_YAML } = require("../yaml-schema.js") as typeof import("../yaml-schema.js");
  let values: unknown[];
  try {
    values = loadAll(text, { schema: KUBERNETES_YAML, maxAliases: MOST_ALIASES }) as unknown[];
  } catch {
    return undefined;
  }
  return values.flatMap(objectOf);
}

/** A configuration file has hardly any; many are an attack on memory. */
const MOST_ALIASES = 100;

function objectOf(value: unknown): readonly KubernetesObject[] {
  const [apiVersion, kind] = [child(value, "apiVersion"), child(value, "kind")];
  if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
  const slash = apiVersion.lastIndexOf("/");
  const group = slash < 0 ? "core" : apiVersion.slice(0, slash);
  const key: GroupKind = `${group}/${kind}`;
  const version = apiVersion.slice(slash + 1);
  return [{ key, version, kind, prefix: "", at: [], partial: false, data: value as Plain }];
}
