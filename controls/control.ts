/**
 * Who can meet a control: a policy on a resource before it is deployed, a component or a file that a component renders,
 * or nothing that a Pulumi program has; then `reason` says why.
 */
export type Reach =
  | { readonly reach: "policy" | "component" }
  | { readonly reach: "out-of-reach"; readonly reason: string };

/** One recommendation of one framework. */
export type Control = Reach & {
  /** Stable; carries the framework and its own number, e.g. `CIS-K8S-5.1.3`. */
  readonly id: string;
  /** Shortened by us. */
  readonly title: string;
};

/** Whether the authors of a CIS benchmark hold that a program can tell. */
export type Assessment = "automated" | "manual";

/** A row that a policy on a resource can meet. */
export const byPolicy = <const R extends object>(row: R) => ({ ...row, reach: "policy" as const });

/** A row that only a component, or a file it renders, can meet. */
export const byComponent = <const R extends object>(row: R) => ({ ...row, reach: "component" as const });

/** A row that nothing in a Pulumi program can meet. */
export const outOfReach = <const R extends object>(reason: string, row: R) => ({
  ...row,
  reach: "out-of-reach" as const,
  reason,
});

/** A row about owner or mode of a file on a node. */
export const onNode = <const R extends object>(row: R) =>
  outOfReach("Owner and mode of a file exist on a live node only.", row);
