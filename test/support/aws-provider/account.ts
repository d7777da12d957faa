import { createHash } from "node:crypto";
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { append, apply, type Entry, type Failure, type LiveResource, parse, resourceOf } from "./journal.js";

export const ACCOUNT_ID = "123456789012";

/** Name of the role as which the provider works. */
export const CREATOR = "deployer";

/** What AWS answers when it will not. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    /** Its error code, for example `ResourceInUseException`. */
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** The pretended account, shared by every provider process of a project through the journal. */
export class Account {
  private readonly resources = new Map<string, LiveResource>();
  private readonly failures: { readonly failure: Failure; seen: number; done: boolean }[] = [];
  private read = 0;
  private entries = 0;

  constructor(private readonly path: string) {}

  /** Takes in what others wrote: the tests, or the process of another provider. */
  refresh(): void {
    if (!existsSync(this.path)) return;
    const file = openSync(this.path, "r");
    try {
      const { size } = fstatSync(file);
      if (size <= this.read) return;
      const bytes = Buffer.alloc(size - this.read);
      readSync(file, bytes, 0, bytes.length, this.read);
      this.read = size;
      for (const entry of parse(bytes.toString("utf8"))) this.take(entry);
    } finally {
      closeSync(file);
    }
  }

  record(entry: Entry): void {
    append(this.path, entry);
    this.refresh();
  }

  private take(entry: Entry): void {
    this.entries++;
    apply(this.resources, entry);
    if (entry.op === "inject") this.failures.push({ failure: entry.failure, seen: 0, done: false });
    const failed = entry.op === "fail" ? this.failures[entry.failure] : undefined;
    if (failed !== undefined) failed.done = true;
  }

  get(type: string, id: string): LiveResource | undefined {
    return this.resources.get(`${type}|${id}`);
  }

  *all(type?: string): Generator<LiveResource> {
    for (const resource of this.resources.values()) if (type === undefined || resource.type === type) yield resource;
  }

  /** The live resource of a type whose property has this value. */
  find(type: string, property: string, value: unknown): LiveResource | undefined {
    if (property === "id") return typeof value === "string" ? this.get(type, value) : undefined;
    for (const resource of this.all(type)) if (resource.state[property] === value) return resource;
    return undefined;
  }

  /** Hexadecimal digits that no other resource has, the same whenever the same is done in the same order. */
  hex(digits: number, salt: string): string {
    return createHash("sha512").update(`${this.entries} ${salt}`).digest("hex").slice(0, digits);
  }

  /** The injected failure that this operation meets; it is used up. */
  meets(on: Failure["on"], urn: string): Failure["when"] | undefined {
    for (const [index, injected] of this.failures.entries()) {
      const { failure } = injected;
      if (injected.done || failure.on !== on) continue;
      if (failure.resource !== undefined && failure.resource !== resourceOf(urn)) continue;
      injected.seen++;
      if (injected.seen < (failure.nth ?? 1)) continue;
      this.record({ op: "fail", failure: index, urn });
      return failure.when;
    }
    return undefined;
  }
}
