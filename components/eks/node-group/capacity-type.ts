/** How EC2 sells a node. */
export const CapacityType = {
  /** For as long as it is wanted. */
  OnDemand: "ON_DEMAND",
  /** At a third of the price or so, until AWS takes it back with two minutes' notice. */
  Spot: "SPOT",
} as const;
export type CapacityType = (typeof CapacityType)[keyof typeof CapacityType];
