import { createHash } from "node:crypto";
import { projectPaths } from "./project-path.js";
import type { LocatedFinding } from "./report.js";

/**
 * What a finding is recognised by from one check to the next, in the order of the findings; no two are the same.
 *
 * It is made of the policy and of who the resource is: its URN, else file, group, kind, namespace and name. Lines,
 * versions of the API, positions in lists and wording are left out, so that it survives edits elsewhere; the same
 * policy on a second resource of the same identity is told apart by counting.
 */
export function fingerprintsOf(findings: readonly LocatedFinding[], pathOf = projectPaths()): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const identity = identityOf(finding, pathOf);
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    return digest(count === 1 ? identity : `${identity}\0${count}`);
  });
}

function identityOf({ policy, status, path, resource }: LocatedFinding, pathOf: (file: string) => string): string {
  const { urn, file, apiVersion, kind, namespace = "", name, type } = resource;
  const group = apiVersion === "" ? type : apiVersion.replace(/\/?[^/]*$/, "");
  const who = urn === undefined ? [pathOf(file), group, kind, namespace, name] : [urn];
  // An exemption does not make another finding of a violation; whatever else a policy says of the resource is one.
  const what = status === "violation" || status === "exempt" ? [] : [status, withoutPositions(path)];
  return [policy, ...who, ...what].join("\0");
}

/** A path that stays the same when a list gets another item: `spec.containers[].image`. */
export const withoutPositions = (path: string): string => path.replace(/\[\d+\]/g, "[]");

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
