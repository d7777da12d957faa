import type { Path } from "../../policy-pack/edit.js";
import type { Resource } from "../../policy-pack/policy.js";
import type { Document } from "./kubernetes-yaml.js";

/** One resource of a source, and where people find it. */
export interface Subject {
  /** What reports group by: the path of a file as it was given, or relative to the folder of a program. */
  readonly file: string;
  /** As the source states it; empty where the resource is no Kubernetes object. */
  readonly apiVersion: string;
  /** Of a Kubernetes object its kind, else the last part of the type token. */
  readonly kind: string;
  /** Absent where the object states none. */
  readonly namespace?: string | undefined;
  /** The object's own name, or the resource's. */
  readonly name: string;
  /** The engine's name for the resource; absent where no engine has seen it, as in manifests. */
  readonly urn?: string | undefined;
  /** It groups other resources: exemptions may be for it, but there is nothing in it to judge. Default: false. */
  readonly isComponent?: boolean;
  /** The resource as the engine would register it. */
  readonly resource: Resource;
  /** Line of the file with the field at this path, or with the deepest one above it; from 1. Absent where there is none. */
  readonly lineOf: (path: string) => number | undefined;
  /** Why the value at the path is unknown, where it is for another reason than that deployment decides it. */
  readonly whyUnknown?: ((path: string) => string | undefined) | undefined;
  /** Absent where the source is no text that can be fixed. */
  readonly place?: ObjectPlace | undefined;
}

/** An object's place in a document. */
export interface ObjectPlace {
  readonly document: Document;
  readonly at: Path;
}

/** What stands for objects that the source does not show, so that nobody has judged them. */
export interface Uninspected {
  readonly uninspected: Subject;
  /** Ends with what to do, after "Fix: ". */
  readonly message: string;
  readonly remediation: string;
}

/** A part of a source that is no resource, and so cannot be judged. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  readonly skipped: string;
}

/** What could not be read, so that nobody knows what is in it. */
export interface Problem {
  /** Absent where it concerns all files. */
  readonly file?: string;
  readonly line?: number;
  readonly problem: string;
}

/** What a source has, in its own order. */
export type SourceItem = Subject | Uninspected | Skipped | Problem;
