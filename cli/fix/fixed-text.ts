import { type Edit, within } from "../../policy-pack/edit.js";
import type { Finding } from "../../policy-pack/finding.js";
import { editsOf } from "../../policy-pack/remedy.js";
import type { Selection } from "../../policy-pack/selection.js";
import { judge } from "../check/judge.js";
import { type Document, type DocumentText, documentsOf } from "../sources/kubernetes-yaml.js";
import { manifestsIn } from "../sources/manifests.js";
import type { Subject } from "../sources/subject.js";
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
export function fixedText(file: string, original: string, selection: Selection): FixedText {
  const refused = new Map<string, Unfixed>();
  let before: ReadonlyMap<string, FixedViolation> | undefined;
  let text = original;
  for (let round = 0; ; round++) {
    const violations = new Map<string, FixedViolation>();
    const wanted: Fix[] = [];
    judge(manifestsIn({ name: file, read: () => Buffer.from(text) }), selection, (finding, subject) => {
      const id = `${subject.resource.urn} ${finding.policy}`;
      if (finding.status === "violation") violations.set(id, violationOf(finding, subject));
      const fix = fixOf(id, finding, subject);
      if (fix !== undefined && !refused.has(id)) wanted.push(fix);
    });
    before ??= violations;
    // What is refused may leave removals, whose turn it is then.
    const known = refused.size;
    const next = round < ROUNDS ? fixedOnce(text, wanted, refused) : text;
    if (next !== text || refused.size > known) text = next;
    else {
      const fixed = [...before].filter(([id]) => !violations.has(id)).map(([, violation]) => violation);
      return { text, fixed, unfixed: [...refused.values()] };
    }
  }
}

const violationOf = ({ policy }: Finding, { file, kind, namespace, name }: Subject): FixedViolation => ({
  file,
  object: `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name || "(no name)"}`,
  policy,
});

/** A finding's fix, from its document on. */
interface Fix {
  /** The same in every round. */
  readonly id: string;
  readonly edits: readonly Edit[];
  readonly document: Document;
  readonly unfixed: (why: string) => Unfixed;
}

function fixOf(id: string, finding: Finding, { file, place, lineOf }: Subject): Fix | undefined {
  const edits = editsOf(finding);
  if (place === undefined || edits.length === 0) return undefined;
  const { policy, path } = finding;
  return {
    id,
    edits: within(place.at, edits),
    document: place.document,
    unfixed: (why) => ({ file, line: lineOf(path), policy, why }),
  };
}

/** The text after one fix of each document; what cannot be applied is refused for good. */
function fixedOnce(text: string, wanted: readonly Fix[], refused: Map<string, Unfixed>): string {
  const parts: { readonly text: DocumentText; readonly source: string }[] = [];
  for (const [document, fixes] of byDocument(wanted)) {
    const { source } = document.text;
    const refuse = (fix: Fix, why: string): void => {
      refused.set(fix.id, fix.unfixed(why));
    };
    // What is generated would be overwritten, and a template's own lines mean something else than they say.
    if (source.includes("{{")) for (const fix of fixes) refuse(fix, TEMPLATE);
    // A source with several documents is changed once in a round, since the offsets are those before it.
    else if (!parts.some((part) => part.text.offset === document.text.offset)) {
      const others = [...documentsOf(source)].filter((each) => "value" in each);
      const fixed = fixedDocument(document, fixes, others);
      parts.push({ text: document.text, source: fixed.source });
      for (const fix of fixed.refused) refuse(fix, RIGID);
    }
  }
  let result = "";
  let at = 0;
  for (const part of parts.sort((a, b) => a.text.offset - b.text.offset)) {
    result += text.slice(at, part.text.offset) + part.source;
    at = part.text.offset + part.text.source.length;
  }
  return result + text.slice(at);
}

function byDocument(fixes: readonly Fix[]): ReadonlyMap<Document, readonly Fix[]> {
  const groups = new Map<Document, Fix[]>();
  for (const fix of fixes) {
    const group = groups.get(fix.document);
    if (group === undefined) groups.set(fix.document, [fix]);
    else group.push(fix);
  }
  return groups;
}
