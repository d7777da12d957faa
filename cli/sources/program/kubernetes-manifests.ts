import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileProblem } from "../files.js";
import { documentsOf } from "../kubernetes-yaml.js";
import { isWireMap, UNKNOWN_TEXT, unmarked, type WireMap } from "./wire-values.js";

/** A component whose objects its provider reads from YAML; `kubernetes.yaml.v2`. */
export const isYamlComponent = (type: string): boolean => /^kubernetes:yaml\/v2:Config(?:File|Group)$/.test(type);

/** One object of a component, or why a part of what it names could not be read. */
export type Part = { readonly object: WireMap } | { readonly unread: string };

/**
 * The objects of a YAML text, as the provider's `kubernetes:yaml:decode` gives them.
 *
 * @throws Error with the line where the text is no YAML.
 */
export function decoded(text: string): WireMap[] {
  return [...documentsOf(text)].flatMap((document) => {
    if ("problem" in document) throw new Error(`line ${document.line} of the YAML: ${document.problem}`);
    return isWireMap(document.value) ? [document.value] : [];
  });
}

/** The objects that a component of `kubernetes.yaml.v2` makes: items of lists each for itself. */
export function* objectsOfComponent(inputs: WireMap, folder: string): Generator<Part> {
  const files = unmarked(inputs.file ?? inputs.files);
  for (const pattern of Array.isArray(files) ? files.map(unmarked) : [files])
    if (pattern !== undefined) yield* ofFiles(pattern, folder);
  const yaml = unmarked(inputs.yaml);
  if (typeof yaml === "string") yield* ofText(yaml, "its yaml");
  const objects = unmarked(inputs.objs);
  if (Array.isArray(objects)) for (const object of objects) yield* ofObject(unmarked(object));
  else if (objects !== undefined) yield UNKNOWN_PART;
}

const UNKNOWN_PART: Part = { unread: "a part of it is unknown until deployment" };

function* ofFiles(pattern: unknown, folder: string): Generator<Part> {
  if (typeof pattern !== "string" || pattern.includes(UNKNOWN_TEXT)) return yield UNKNOWN_PART;
  if (/^https?:/.test(pattern)) return yield { unread: "a URL among its files was not fetched" };
  const paths = matching(pattern, folder);
  if (paths.length === 0) yield { unread: "there is no file of the name that it has" };
  for (const path of paths)
    try {
      yield* ofText(readFileSync(path, "utf8"), path);
    } catch (error) {
      yield { unread: `of one of its files, ${fileProblem(error)}` };
    }
}

/** As Go's filepath.Glob: a wildcard stands for a part of one name. */
function matching(pattern: string, folder: string): string[] {
  let paths = [pattern.startsWith("/") ? "/" : resolve(folder)];
  for (const part of pattern.split("/").filter((name) => name !== "")) {
    if (!/[*?[]/.test(part)) {
      paths = paths.map((path) => join(path, part));
      continue;
    }
    const name = new RegExp(
      `^${part
        .replace(/[.+^${}()|\\]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
    );
    paths = paths.flatMap((path) =>
      entriesOf(path)
        .filter((entry) => name.test(entry))
        .map((entry) => join(path, entry)),
    );
  }
  return paths;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // No folder, so nothing in it has a matching name.
    return [];
  }
}

function* ofText(text: string, name: string): Generator<Part> {
  if (text.includes(UNKNOWN_TEXT)) return yield UNKNOWN_PART;
  for (const document of documentsOf(text))
    if ("problem" in document) yield { unread: `line ${document.line} of ${name}: ${document.problem}` };
    else yield* ofObject(document.value);
}

function* ofObject(value: unknown): Generator<Part> {
  if (value === null || value === undefined) return;
  if (!isWireMap(value) || typeof value.kind !== "string" || typeof value.apiVersion !== "string")
    return yield { unread: "a part of it has no apiVersion or no kind" };
  const items = unmarked(value.items);
  if (value.kind.endsWith("List") && Array.isArray(items)) for (const item of items) yield* ofObject(unmarked(item));
  else yield { object: value };
}

/** Pulumi's type of an object. */
export function typeOfObject({ apiVersion, kind }: WireMap): string {
  const version = String(apiVersion);
  return `kubernetes:${version.includes("/") ? "" : "core/"}${version}:${kind}`;
}

/** The name that the provider gives to the resource of an object in a component. */
export function nameOfObject({ metadata }: WireMap, prefix: string): string {
  const { name, generateName, namespace } = isWireMap(metadata) ? metadata : {};
  return `${prefix}:${namespace === undefined ? "" : `${namespace}/`}${name ?? generateName ?? ""}`;
}
