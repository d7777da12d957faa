import type { WireMap } from "./wire-values.js";

/** A place in a source file. */
export interface Position {
  readonly path: string;
  readonly line: number;
}

/** A resource that a program has asked the engine for. */
export interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the parent; empty for the stack. */
  readonly parent: string;
  /** False for components. */
  readonly custom: boolean;
  /** A component whose resources its provider would make. */
  readonly remote: boolean;
  /** As the protocol has them, after transforms and what a provider fills in. */
  readonly inputs: WireMap;
  /** URNs from which properties get their values, by property. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** The frames of the call that made it, from the innermost; those without a place in a file are left out. */
  readonly trace: readonly Position[];
}

/** Something that the program asked for, and that nobody could look into. */
export interface Unseen {
  /** URN of the resource that it concerns; the stack's where it is not of one. */
  readonly urn: string;
  readonly message: string;
  readonly remediation: string;
}

const STACK = "pulumi:pulumi:Stack";

/** Everything that one run of a program asked of the engine. */
export class Recording {
  readonly resources = new Map<string, RecordedResource>();
  /** What the program logged as errors, its own and those that ended it. */
  readonly errors: string[] = [];
  private readonly unseenByKey = new Map<string, Unseen>();
  /** The program's code has run, and its stack has got its outputs. */
  hasOutputs = false;
  /** The SDK is one that says when nothing is left to do: since resource hooks, which some of are for the end. */
  saysWhenItEnds = false;
  /** The SDK has said so. */
  ended = false;

  constructor(
    readonly stack: string,
    readonly project: string,
  ) {}

  /** Whether the program came to its own end, rather than being ended in between. */
  get isComplete(): boolean {
    return this.hasOutputs && (this.ended || !this.saysWhenItEnds);
  }

  get stackUrn(): string {
    return `urn:pulumi:${this.stack}::${this.project}::${STACK}::${this.project}-${this.stack}`;
  }

  /** The engine's name for a resource: the types of its parents, without the stack's, are part of it. */
  urnOf(type: string, name: string, parent: string): string {
    const [, , parentType = ""] = parent.split("::");
    const qualified = parentType === "" || parentType === STACK ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.stack}::${this.project}::${qualified}::${name}`;
  }

  /** @throws Error as the engine does, where there is a resource of this name already. */
  add(resource: RecordedResource): void {
    if (this.resources.has(resource.urn))
      throw new Error(`Duplicate resource URN '${resource.urn}'; try giving it a unique name`);
    this.resources.set(resource.urn, resource);
  }

  /** Told once, however often it comes up. */
  addUnseen(unseen: Unseen): void {
    this.unseenByKey.set(`${unseen.urn} ${unseen.message}`, unseen);
  }

  get unseen(): readonly Unseen[] {
    return [...this.unseenByKey.values()];
  }

  /** The resource and those that it is in, from the inside out. */
  *lineage(urn: string): Generator<RecordedResource> {
    for (let at = this.resources.get(urn); at !== undefined; at = this.resources.get(at.parent)) yield at;
  }
}

export const isStack = ({ type }: { readonly type: string }): boolean => type === STACK;
