import { constants, isUtf8 } from "node:buffer";
import type { Path } from "../../policy-pack/edit.js";
import { ETCD_FILE, isEtcdFile, versionProblem } from "../../policy-pack/kubernetes/control-plane/files.js";
import { child, type GroupKind } from "../../policy-pack/kubernetes/object.js";
import type { Plain } from "../../policy-pack/unknown.js";
import { fileProblem, type TextSource, textsAt } from "./files.js";
import { type BrokenDocument, type Document, documentsOf } from "./kubernetes-yaml.js";
import type { Problem, Skipped, SourceItem, Subject } from "./subject.js";

/** The objects of the texts behind paths. */
export function* manifestsAt(paths: readonly string[]): Generator<SourceItem> {
  for (const source of textsAt(paths))
    if ("problem" in source) yield { file: source.name, problem: source.problem };
    else yield* manifestsIn(source);
}

/** The objects of a text, each item of a list for itself; in the order of the text. */
export function* manifestsIn({ name: file, read }: TextSource, together?: number): Generator<SourceItem> {
  let bytes: Buffer;
  try {
    bytes = read();
  } catch (error) {
    yield { file, problem: fileProblem(error) };
    return;
  }
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    yield { file, problem: `it is larger than ${Math.floor(constants.MAX_STRING_LENGTH / 1e6)} MB` };
    return;
  }
  if (!isUtf8(bytes)) {
    yield { file, problem: "it is not text in UTF-8" };
    return;
  }
  let count = 0;
  for (const document of documentsOf(bytes.toString(), together)) {
    count++;
    if ("problem" in document) yield broken(file, document);
    else if (document.value !== null && document.value !== undefined)
      yield* objectsIn({ file, id: `${file}#${count}`, document }, document.value, "");
  }
}

const broken = (file: string, { line, problem, foreign }: BrokenDocument): Skipped | Problem =>
  foreign ? { file, line, skipped: `no YAML that kubectl reads (${problem})` } : { file, line, problem };

const isMap = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The document that objects stand in. */
interface Place {
  readonly file: string;
  /** No other document has it. */
  readonly id: string;
  readonly document: Document;
}

function* objectsIn(
  place: Place,
  value: unknown,
  prefix: string,
  inherited: { readonly apiVersion?: string; readonly kind?: string } = {},
): Generator<Subject | Skipped | Problem> {
  const skip = (skipped: string): Skipped => ({ file: place.file, line: place.document.lineOf(prefix), skipped });
  if (!isMap(value)) return yield skip("no mapping");
  const apiVersion = textOf(child(value, "apiVersion")) ?? inherited.apiVersion;
  const kind = textOf(child(value, "kind")) ?? inherited.kind;
  if (apiVersion === undefined && kind === undefined && isEtcdFile(value)) return yield etcdFile(place, value);
  if (apiVersion === undefined) return yield skip("no apiVersion");
  if (kind === undefined) return yield skip("no kind");
  const items = child(value, "items");
  if (kind.endsWith("List") && Array.isArray(items)) {
    const own = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
    for (const [index, item] of items.entries()) yield* objectsIn(place, item, `${prefix}items[${index}]`, own);
    return;
  }
  const problem = versionProblem(...keyOf(apiVersion, kind));
  if (problem !== undefined) return yield { file: place.file, line: place.document.lineOf(prefix), problem };
  yield manifest(place, value, { apiVersion, kind }, prefix === "" ? "" : `${prefix}.`);
}

function keyOf(apiVersion: string, kind: string): readonly [GroupKind, string] {
  const slash = apiVersion.lastIndexOf("/");
  return [`${apiVersion.slice(0, Math.max(slash, 0))}/${kind}`, apiVersion.slice(slash + 1)];
}

/** The only file of a control plane that does not say what it is. */
const etcdFile = ({ file, id, document }: Place, props: Plain): Subject => ({
  file,
  apiVersion: "",
  kind: "EtcdConfiguration",
  name: textOf(child(props, "name")) ?? "",
  resource: { type: ETCD_FILE, urn: id, name: "", props },
  lineOf: (path) => document.lineOf(path),
});

function manifest(
  { file, id, document }: Place,
  props: Plain,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  prefix: string,
): Subject {
  const metadata = child(props, "metadata");
  const name = textOf(child(metadata, "name")) ?? textOf(child(metadata, "generateName")) ?? "";
  const namespace = textOf(child(metadata, "namespace"));
  const type = `kubernetes:${apiVersion.includes("/") ? "" : "core/"}${apiVersion}:${kind}`;
  return {
    file,
    apiVersion,
    kind,
    namespace,
    name,
    resource: { type, urn: `${id}${prefix}`, name, props },
    lineOf: (path) => document.lineOf(`${prefix}${path}`),
    place: { document, at: itemsPath(prefix) },
  };
}

/** `items[3].` as keys. */
const itemsPath = (prefix: string): Path =>
  [...prefix.matchAll(/items\[(\d+)\]/g)].flatMap(([, index]) => ["items", Number(index)]);
