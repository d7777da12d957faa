import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EKS_ADDON_VERSIONS } from "../../../controls/eks-addon-versions.js";
import { checkedInput } from "../../checked-input.js";
import { oneOf, refuse } from "../../refusal.js";

/** Where versions of add-ons come from. */
export interface VersionChoice {
  readonly version: pulumi.Input<string>;
  readonly versions?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  readonly allowUnpinnedVersions?: boolean | undefined;
}

/** @throws Error naming a key of `versions` that is none of the component's add-ons. */
export function checkChosen(names: readonly string[], { versions = {} }: VersionChoice): void {
  for (const name of Object.keys(versions)) oneOf("versions", name, names);
}

/**
 * The version of an add-on: the one that was chosen, else the one that this release knows for the cluster's Kubernetes version, else,
 * where that is allowed, the one that AWS calls the default today.
 */
export function addonVersion(addon: string, choice: VersionChoice, parent?: pulumi.Resource): pulumi.Output<string> {
  const chosen = choice.versions?.[addon];
  if (chosen !== undefined) return checkedInput(chosen, (version) => usable(addon, version));
  if (choice.allowUnpinnedVersions !== true)
    return checkedInput(choice.version, (minor) => known(addon, kubernetesMinor(minor)));
  return checkedInput(choice.version, kubernetesMinor).apply((minor) => {
    const pinned = pinnedVersion(addon, minor);
    if (pinned !== undefined) return pulumi.output(pinned);
    const asked = { addonName: addon, kubernetesVersion: minor };
    return aws.eks.getAddonVersionOutput(asked, parent === undefined ? {} : { parent }).version;
  });
}

function kubernetesMinor(version: string): string {
  if (/^1\.\d{2}$/.test(version)) return version;
  return refuse("version", 'be a Kubernetes version such as "1.36"', version);
}

function known(addon: string, minor: string): string {
  const version = pinnedVersion(addon, minor);
  if (version !== undefined) return version;
  const { byKubernetes, asOf } = EKS_ADDON_VERSIONS;
  return refuse(
    "versions",
    `name the version of ${addon} for Kubernetes ${minor}, of which this release of ${asOf} knows none (it knows ${Object.keys(byKubernetes).join(", ")}): aws eks describe-addon-versions --kubernetes-version ${minor} --addon-name ${addon}`,
    undefined,
  );
}

function pinnedVersion(addon: string, minor: string): string | undefined {
  const { byKubernetes, anyKubernetes } = EKS_ADDON_VERSIONS;
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = byKubernetes;
  const shared: Readonly<Record<string, string>> = anyKubernetes;
  const ofMinor = own[minor];
  return ofMinor === undefined ? undefined : (ofMinor[addon] ?? shared[addon]);
}

function usable(addon: string, version: string): string {
  const input = `versions.${addon}`;
  if (!/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version))
    return refuse(input, 'be a version of an add-on such as "v1.22.4-eksbuild.3"', version);
  const oldest: Readonly<Record<string, string>> = EKS_ADDON_VERSIONS.oldest;
  const floor = oldest[addon];
  if (floor !== undefined && older(version, floor))
    return refuse(input, `be at least ${floor}, which has what is asked of it`, version);
  return version;
}

const older = (one: string, other: string): boolean => {
  const numbers = (version: string): number[] => (/\d+\.\d+\.\d+/.exec(version)?.[0] ?? "").split(".").map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  const at = left.findIndex((number, index) => number !== right[index]);
  return at !== -1 && (left[at] ?? 0) < (right[at] ?? 0);
};
