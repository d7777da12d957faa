import * as pulumi from "@pulumi/pulumi";
import { EnforcementMode } from "../enforcement-mode.js";
import { type HardenedNamespaceArgs, NamespaceTier } from "../hardened-namespace.js";
import type { InspectedCluster } from "../inspection/cluster.js";
import { exceeded } from "../inspection/sums.js";
import { MADE_BY } from "../namespace/metadata.js";
import { TIERS } from "../namespace/tiers.js";

/**
 * @throws Error with everything that cannot work on the cluster as it is: a namespace to be made that is there already, one
 * to be adopted that is not, a quota that would be exceeded from its beginning.
 */
export function refuseImpossible(
  namespaces: Readonly<Record<string, HardenedNamespaceArgs>>,
  cluster: InspectedCluster | undefined,
): void {
  if (cluster === undefined) return;
  const own = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const problems = Object.entries(namespaces).flatMap(([name, args]) => {
    const found = cluster.namespaces.find((namespace) => namespace.name === (plain(args.namespaceName) ?? name));
    const at = `namespaces["${name}"]`;
    if (args.adopt === true && found === undefined)
      return [`${at}: must be there to be adopted; leave out \`adopt\` to make it`];
    if (found === undefined) return [];
    const maker = found.annotations[MADE_BY];
    if (args.adopt !== true && maker !== own)
      return [
        `${at}: must not be there yet, but is${maker === undefined ? "" : ` (made by ${maker})`}; set \`adopt: true\` to patch it`,
      ];
    return exceededIn(args, found.sums).map((which) => `${at}: ${which}; raise the quota`);
  });
  if (problems.length > 0)
    throw new Error([`The cluster ${cluster.context} is not as stated:`, ...problems].join("\n  "));
}

/** Quotas of adopted namespaces alone: what we made has had its own from the beginning. */
function exceededIn(args: HardenedNamespaceArgs, sums: InspectedCluster["namespaces"][number]["sums"]): string[] {
  const { adopt = false, mode = EnforcementMode.Enforce, tier = NamespaceTier.Tenant, quota } = args;
  if (!adopt || mode !== EnforcementMode.Enforce) return [];
  const hard = { ...TIERS[tier].quota, ...quota };
  const [cpu, memory, pods] = [plain(hard.cpu), plain(hard.memory), plain(hard.pods)];
  return exceeded(sums, {
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(pods === undefined ? {} : { pods }),
  });
}

/** The value where it is known already. */
const plain = <T extends string | number>(input: pulumi.Input<T> | undefined): T | undefined =>
  typeof input === "string" || typeof input === "number" ? (input as T) : undefined;
