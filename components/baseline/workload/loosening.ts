import type * as pulumi from "@pulumi/pulumi";
import { type ExemptionReason, exempt } from "../../exempt.js";
import type { WorkloadLoosening } from "./args.js";

/** Which policies of the pack each option breaks. */
export const LOOSENED: Readonly<Record<keyof WorkloadLoosening, readonly string[]>> = {
  allowServiceAccountToken: ["no-token-automount"],
  allowRootUser: ["no-root-user", "no-root-group", "require-run-as-non-root"],
  allowWritableRootFilesystem: ["require-read-only-root-filesystem"],
  allowCapabilities: ["require-dropped-capabilities", "restrict-added-capabilities"],
  allowUnpinnedImage: ["no-latest-images"],
};

/** Exempts the workload from what its options break, and from nothing else; in the turn in which it was made. */
export function exemptLoosened<R extends pulumi.Resource>(workload: R, args: WorkloadLoosening): R {
  for (const [option, policies] of Object.entries(LOOSENED)) {
    const stated = args[option as keyof WorkloadLoosening];
    if (stated === undefined) continue;
    const { reason, owner, expires }: ExemptionReason = stated;
    exempt(workload, { policies: [...policies], reason, owner, expires });
  }
  return workload;
}
