import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Family, programsOf } from "./catalogue.js";

/** A family together with what its go.mod pins. */
export interface PinnedFamily extends Family {
  /** Folder of go.mod, go.sum and the family's own sources, if it has any. */
  readonly folder: string;
  /** Version of the programs, without a leading `v`. */
  readonly version: string;
  /** The oldest Go that builds it, for example `1.26.0`. */
  readonly minimumGo: string;
  /** Arguments of `go build`, except `-o` and its value and the packages. */
  readonly flags: readonly string[];
  /** Changes with go.mod, go.sum, own sources and the flags: 12 hexadecimal digits. */
  readonly fingerprint: string;
}

/** The pinned modules that are part of this package. */
export const MODULES = join(dirname(require.resolve("pulumi-rampart/package.json")), "sandbox", "toolchain", "modules");

/** Reads what the go.mod of a family in the folder `modules` pins. */
export function readPinned(family: Family, modules: string = MODULES): PinnedFamily {
  const folder = join(modules, family.name);
  const mod = readFileSync(join(folder, "go.mod"), "utf8");
  const sum = readFileSync(join(folder, "go.sum"), "utf8");
  const lines = mod.split("\n").map((line) =>
    line
      .trim()
      .replace(/^require /, "")
      .split(" "),
  );
  const version = lines.find(([module]) => module === family.module)?.[1]?.replace(/^v/, "");
  const minimumGo = lines.find(([directive]) => directive === "go")?.[1];
  if (version === undefined || minimumGo === undefined)
    throw new Error(`${join(folder, "go.mod")} must state a go version and a version of ${family.module}.`);
  const stamps = Object.entries(family.stamps(version)).map(([name, value]) => `-X ${name}=${value}`);
  const flags = ["-trimpath", "-ldflags", ["-s", "-w", ...stamps].join(" ")];
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([mod, sum, flags, programsOf(family), ...ownSources(folder)]))
    .digest("hex")
    .slice(0, 12);
  return { ...family, folder, version, minimumGo, flags, fingerprint };
}

/** Names and texts of the Go files beside go.mod. */
function ownSources(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".go"));
  return names.sort().flatMap((name) => [name, readFileSync(join(folder, name), "utf8")]);
}

/** Whether two versions share their first `count` numbers. */
export function sharesNumbers(one: string, other: string, count: number): boolean {
  const start = (version: string): string => version.split(".").slice(0, count).join(".");
  return start(one) === start(other);
}
