import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";
import { refuse, wholeNumberFor } from "../../refusal.js";

export interface SizeArgs {
  /**
   * Nodes at the least. EKS refuses more than there are: let the autoscaler, or `aws eks update-nodegroup-config`, raise
   * their number first.
   * @default 2
   */
  minSize?: pulumi.Input<number>;
  /** Nodes at the most. @default 6 */
  maxSize?: pulumi.Input<number>;
  /** Nodes at the beginning; later changes are the autoscaler's, and this is not looked at again. @default minSize */
  desiredSize?: pulumi.Input<number>;
}

/** Nodes of one managed group (EKS service quotas). */
const MOST_NODES = 450;

/** @throws Error naming the input when a size is none, or they are not in order. */
export function scalingConfig({ minSize = 2, maxSize = 6, desiredSize = minSize }: SizeArgs) {
  const sizes = {
    minSize: checkedInput(minSize, wholeNumberFor("minSize", 0, MOST_NODES)),
    maxSize: checkedInput(maxSize, wholeNumberFor("maxSize", 1, MOST_NODES)),
    desiredSize: checkedInput(desiredSize, wholeNumberFor("desiredSize", 0, MOST_NODES)),
  };
  const plain = [minSize, maxSize, desiredSize];
  if (plain.every((size) => typeof size === "number")) return inOrder({ minSize, maxSize, desiredSize } as Sizes);
  return pulumi.output(sizes).apply(inOrder);
}

type Sizes = Readonly<Record<keyof SizeArgs, number>>;

function inOrder({ minSize, maxSize, desiredSize }: Sizes): Sizes {
  if (maxSize < minSize) refuse("maxSize", `be at least minSize, ${minSize}`, maxSize);
  if (desiredSize < minSize || desiredSize > maxSize)
    refuse("desiredSize", `be from minSize to maxSize, ${minSize} to ${maxSize}`, desiredSize);
  return { minSize, maxSize, desiredSize };
}

export interface UpdateArgs {
  /** Nodes that an update may take away at a time, 1 to 100; plain. Either this or the percentage. @default none */
  maxUnavailable?: number;
  /** Part of the nodes that an update may take away at a time, in percent; plain. @default 33, unless `maxUnavailable` is given */
  maxUnavailablePercentage?: number;
}

/** @throws Error naming the input when both are given, or one is out of its range. */
export function updateConfig({ maxUnavailable, maxUnavailablePercentage }: UpdateArgs) {
  if (maxUnavailable === undefined)
    return {
      maxUnavailablePercentage: wholeNumberFor("maxUnavailablePercentage", 1, 100)(maxUnavailablePercentage ?? 33),
    };
  if (maxUnavailablePercentage !== undefined)
    refuse("maxUnavailablePercentage", "not stand beside maxUnavailable", maxUnavailablePercentage);
  return { maxUnavailable: wholeNumberFor("maxUnavailable", 1, 100)(maxUnavailable) };
}
