import { type Edit, type Path, within } from "../../policy-pack/edit.js";
import type { ExemptionBook } from "../../policy-pack/exemptions/book.js";
import type { Finding } from "../../policy-pack/finding.js";
import { editsOf } from "../../policy-pack/remedy.js";
import type { Selection } from "../../policy-pack/selection.js";
import { judge } from "../check/judge.js";
import { groupedBy } from "../check/report.js";
import { type Document, documentsOf } from "../sources/kubernetes-yaml.js";
import { manifestsIn } from "../sources/manifests.js";
import type { SourceItem, Subject } from "../sources/subject.js";
import { fixedDocument } from "./fixed-document.js";

/** A violation that could not be fixed although its policy has a fix. */
export interface Unfixed {
  readonly file: string;
  readonly line: number | undefined;
  readonly policy: string;
  readonly why: string;
}

/** A violation that is gone. */
export interface FixedViolation {
  readonly file: string;
  /** E.g. `Deployment shop/web`. */
  readonly object: string;
  readonly policy: string;
}

export interface FixedText {
  readonly text: string;
  readonly fixed: readonly FixedViolation[];
  readonly unfixed: readonly Unfixed[];
}

/** One fix can open the way for another, and a document's removals come after its additions. */
const ROUNDS = 100;

const RIGID = "its text cannot be changed without changing more (an anchor, a tag or an unusual layout)";
const TEMPLATE = "its document looks like a template";

/** Fixes what is unambiguous in a text; every other byte stays as it is. */
export function fixedText(
  file: string,
  original: string,
  selection: Selection,
  exemptions?: () => ExemptionBook,
): FixedText {
  const refused = new Map<string, Refusal>();
  let before: ReadonlyMap<string, FixedViolation> | undefined;
  let text = original;
  for (let round = 0; ; round++) {
    const violations = new Map<string, FixedViolation>();
    const wanted: Wanted[] = [];
    // One document a source: of each source one document is changed in a round.
    const manifests = manifestsIn({ name: file, read: () => Buffer.from(text) }, 1);
    judge(unlocated(manifests), selection, exemptions?.(), (finding, subject) => {
      const id = `${subject.resource.urn} ${finding.policy}`;
      if (finding.status === "violation") violations.set(id, violationOf(finding, subject));
      wanted.push(...wantedBy(id, finding, subject).filter(({ key }) => !refused.has(key)));
    });
    before ??= violations;
    // What is refused may leave removals, whose turn it is then.
    const known = refused.size;
    const next = round < ROUNDS ? fixedOnce(text, wanted, refused) : text;
    if (next !== text || refused.size > known) text = next;
    else {
      const fixed = [...before].filter(([id]) => !violations.has(id)).map(([, violation]) => violation);
      const unfixed = new Map([...refused.values()].map(({ id, unfixed }) => [id, unfixed]));
      return { text, fixed, unfixed: [...unfixed.values()] };
    }
  }
}

/** Without the lines of findings, which nobody asks for here and which take long to find in large documents. */
function* unlocated(items: Iterable<SourceItem>): Generator<SourceItem> {
  for (const item of items) yield "resource" in item ? { ...item, lineOf: () => undefined } : item;
}

/** Keys such as `items` and 3 as `items[3].`. */
const textOf = (at: Path): string => at.map((step) => (typeof step === "number" ? `[${step}].` : step)).join("");

const violationOf = ({ policy }: Finding, { file, kind, namespace, name }: Subject): FixedViolation => ({
  file,
  object: `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name || "(no name)"}`,
  policy,
});

/** An edit of a finding, from its document on. */
interface Wanted {
  /** Of the finding; the same in every round. */
  readonly id: string;
  /** Of the edit. */
  readonly key: string;
  readonly edit: Edit;
  readonly document: Document;
  readonly unfixed: (why: string) => Unfixed;
}

interface Refusal {
  readonly id: string;
  readonly unfixed: Unfixed;
}

function wantedBy(id: string, finding: Finding, { file, place }: Subject): Wanted[] {
  if (place === undefined) return [];
  const { policy, path } = finding;
  const { document, at } = place;
  const line = (): number => document.lineOf(`${textOf(at)}${path}`);
  const unfixed = (why: string): Unfixed => ({ file, line: line(), policy, why });
  return within(place.at, editsOf(finding)).map((edit) => ({
    id,
    key: `${id} ${JSON.stringify(edit)}`,
    edit,
    document,
    unfixed,
  }));
}

/** The text after some edits of each document; what cannot be applied is refused for good. */
function fixedOnce(text: string, wanted: readonly Wanted[], refused: Map<string, Refusal>): string {
  const parts = new Map<number, { readonly before: string; readonly after: string }>();
  for (const [document, edits] of groupedBy(wanted, (each) => each.document)) {
    const { source, offset } = document.text;
    const refuse = ({ id, key, unfixed }: Wanted, why: string): void => {
      refused.set(key, { id, unfixed: unfixed(why) });
    };
    // A template's own lines mean something else than they say.
    if (source.includes("{{")) for (const each of edits) refuse(each, TEMPLATE);
    // A source with several documents is changed once in a round, since the offsets are those before it.
    else if (!parts.has(offset)) {
      const others = [...documentsOf(source)].filter((each) => "value" in each);
      const fixed = fixedDocument(document, edits, others);
      parts.set(offset, { before: source, after: fixed.source });
      for (const each of fixed.refused) refuse(each, RIGID);
    }
  }
  let result = "";
  let at = 0;
  for (const [offset, { before, after }] of [...parts].sort(([a], [b]) => a - b)) {
    result += text.slice(at, offset) + after;
    at = offset + before.length;
  }
  return result + text.slice(at);
}
