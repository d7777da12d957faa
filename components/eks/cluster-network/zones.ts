import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { refuse, wholeNumber } from "../../refusal.js";
import { MOST_ZONES } from "./address-plan.js";
import { ZONES_WITHOUT_EKS } from "./choices.js";

/** An availability zone of the network. */
export interface Zone {
  /** Part of its resources' names. */
  readonly label: string;
  readonly name: pulumi.Input<string>;
  /** AWS named it: it stays where it is even if AWS names the zones in another order. */
  readonly found: boolean;
}

/**
 * The zones that are given, or the first ones of the Region that are open to everybody.
 * @throws Error naming the input when there are fewer than two or more than three, or one twice.
 */
export function chosenZones(
  parent: pulumi.Resource,
  { availabilityZones, availabilityZoneCount }: { availabilityZones?: string[]; availabilityZoneCount?: number },
): readonly Zone[] {
  if (availabilityZones !== undefined) {
    if (availabilityZoneCount !== undefined)
      refuse("availabilityZoneCount", "not stand beside availabilityZones", availabilityZoneCount);
    return givenZones(availabilityZones);
  }
  const count = wholeNumber("availabilityZoneCount", availabilityZoneCount ?? MOST_ZONES, 2, MOST_ZONES);
  const { names } = aws.getAvailabilityZonesOutput(
    {
      state: "available",
      excludeZoneIds: [...ZONES_WITHOUT_EKS],
      filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    },
    { parent },
  );
  return Array.from({ length: count }, (_, index) => ({
    label: String(index + 1),
    name: names.apply(
      (all) =>
        all[index] ?? refuse("availabilityZoneCount", `be at most ${all.length}, the zones of the Region`, count),
    ),
    found: true,
  }));
}

function givenZones(zones: readonly string[]): readonly Zone[] {
  if (zones.length < 2 || zones.length > MOST_ZONES)
    refuse("availabilityZones", `name 2 to ${MOST_ZONES} zones`, zones);
  for (const [index, zone] of zones.entries()) {
    if (!/^[a-z]{2,}(?:-[a-z]+)+-\d[a-z]$/.test(zone))
      refuse(`availabilityZones[${index}]`, 'be the name of an availability zone such as "eu-central-1a"', zone);
    if (zones.indexOf(zone) !== index) refuse(`availabilityZones[${index}]`, "be named once only", zone);
  }
  return zones.map((name) => ({ label: name, name, found: false }));
}
