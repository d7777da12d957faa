import type * as pulumi from "@pulumi/pulumi";
import { BASELINE_CAPABILITIES, LINUX_CAPABILITIES } from "../../../controls/linux-capabilities.js";
import { type ExemptionArgs, type ExemptionReason, exempt } from "../../exempt.js";
import { checkTerms } from "../../exemption-terms.js";
import type { WorkloadArgs } from "./arguments.js";
import { checkVariable } from "./environment.js";
import { objectNameFor } from "./object-name.js";

/** Capabilities that a container keeps. */
export interface AddedCapabilities extends ExemptionReason {
  /** Names without the prefix `CAP_`, e.g. `CHOWN`. For ports below 1024 use `privilegedPort`. */
  capabilities: string[];
}

/** Where a variable has its value from. */
export interface SecretKey {
  /** Name of a Secret in the namespace. */
  secret: pulumi.Input<string>;
  /** Key in that Secret. */
  key: pulumi.Input<string>;
}

/** Variables that are secret. */
export interface EnvironmentSecrets extends ExemptionReason {
  /** By the name of the variable. */
  variables: Record<string, SecretKey>;
}

/** Exempts the resource from exactly the policies that the loosened controls break. */
export function exemptLoosened(resource: pulumi.Resource, args: WorkloadArgs): void {
  for (const { exemption } of exemptionsOf(args)) exempt(resource, exemption);
}

/** The exemptions, each with the input that asks for it. */
function exemptionsOf(args: WorkloadArgs): { input: string; exemption: ExemptionArgs }[] {
  const beyond = args.allowAddedCapabilities?.capabilities.some((name) => !BASELINE_CAPABILITIES.has(name)) ?? false;
  const broken: Readonly<Record<string, readonly [ExemptionReason | undefined, string[]]>> = {
    allowRootUser: [
      args.allowRootUser,
      // Root in a user namespace is nobody on the node.
      [...(args.userNamespace ? [] : ["no-root-user", "require-run-as-non-root"]), "require-run-as-ids"],
    ],
    allowWritableRootFilesystem: [args.allowWritableRootFilesystem, ["require-read-only-root-filesystem"]],
    allowAddedCapabilities: [
      args.allowAddedCapabilities,
      ["require-dropped-capabilities", ...(beyond ? ["restrict-added-capabilities"] : [])],
    ],
    allowSecretsInEnvironment: [args.allowSecretsInEnvironment, ["no-secrets-in-environment"]],
    allowFloatingTag: [args.allowFloatingTag, ["no-latest-images", "require-image-digests"]],
  };
  return Object.entries(broken).flatMap(([input, [loosening, policies]]) => {
    if (loosening === undefined) return [];
    const { reason, owner, expires } = loosening;
    return [{ input, exemption: { policies, reason, owner, expires } }];
  });
}

/** @throws Error where what is loosened is not there, or is nothing. */
export function checkLoosened(args: WorkloadArgs): void {
  const { allowAddedCapabilities, allowSecretsInEnvironment } = args;
  for (const { input, exemption } of exemptionsOf(args)) checkTerms(`${input}: `, exemption);
  if (allowAddedCapabilities !== undefined) checkCapabilities(allowAddedCapabilities.capabilities);
  if (allowSecretsInEnvironment === undefined) return;
  const variables = Object.entries(allowSecretsInEnvironment.variables);
  if (variables.length === 0) throw new Error("allowSecretsInEnvironment.variables: must have at least one, got none");
  for (const [name, { secret }] of variables) {
    checkVariable("allowSecretsInEnvironment.variables", name);
    if (typeof secret === "string") objectNameFor(`allowSecretsInEnvironment.variables["${name}"].secret`)(secret);
  }
}

function checkCapabilities(names: readonly string[]): void {
  const at = "allowAddedCapabilities.capabilities";
  if (names.length === 0) throw new Error(`${at}: must have at least one, got none`);
  for (const name of names) {
    if (name === "NET_BIND_SERVICE") throw new Error(`${at}: must not have NET_BIND_SERVICE; use \`privilegedPort\``);
    if (name === "ALL" || !LINUX_CAPABILITIES.has(name))
      throw new Error(`${at}: must be names such as "CHOWN", without the prefix "CAP_", got "${name}"`);
  }
}
