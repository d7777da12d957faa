import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { addonVersion, type VersionChoice } from "./versions.js";

/** A value of an add-on's configuration. */
export type ConfigurationValue = string | number | boolean | { readonly [key: string]: ConfigurationValue };

/** What all add-ons of a component have in common. */
export interface AddonGround extends VersionChoice {
  readonly parent: pulumi.Resource;
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  readonly keepChangedFields?: boolean | undefined;
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** What the component waits for: its children record it too, so that they also go before it. */
  readonly dependsOn: readonly pulumi.Input<pulumi.Resource>[];
}

/** What one add-on needs. */
export interface AddonNeeds {
  readonly configuration?: { readonly [key: string]: ConfigurationValue };
  /** The service account that gets a role by Pod Identity. */
  readonly identity?: { readonly serviceAccount: string; readonly roleArn: pulumi.Input<string> };
  readonly after?: readonly pulumi.Resource[];
}

/** Makes the add-on `${name}-${addon}`. What somebody changed in the cluster is never overwritten: the update says so and fails. */
export function createAddon(ground: AddonGround, addon: string, needs: AddonNeeds = {}): aws.eks.Addon {
  const { parent, name, clusterName, keepChangedFields = false, tags, dependsOn } = ground;
  const { configuration, identity, after = [] } = needs;
  return new aws.eks.Addon(
    `${name}-${addon}`,
    {
      clusterName,
      addonName: addon,
      addonVersion: addonVersion(addon, ground, parent),
      configurationValues: configuration === undefined ? undefined : inStableOrder(configuration),
      podIdentityAssociations: identity === undefined ? undefined : [identity],
      resolveConflictsOnCreate: "NONE",
      resolveConflictsOnUpdate: keepChangedFields ? "PRESERVE" : "NONE",
      // What an add-on leaves behind holds network interfaces and volumes, and those the cluster's network.
      preserve: false,
      tags,
    },
    { parent, dependsOn: [...dependsOn, ...after] },
  );
}

/** JSON whose text differs only where a value does: EKS compares texts. */
export const inStableOrder = (configuration: { readonly [key: string]: ConfigurationValue }): string =>
  JSON.stringify(sorted(configuration));

const sorted = (value: ConfigurationValue): ConfigurationValue =>
  typeof value !== "object"
    ? value
    : Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key] ?? "")]),
      );
