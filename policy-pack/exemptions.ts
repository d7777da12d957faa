import type { NonEmpty } from "./policy.js";

/** Who may state an exemption, from the nearest to the resource to the farthest. */
export const EXEMPTION_CHANNELS = ["code", "annotation", "stack configuration", "file"] as const;
export type ExemptionChannel = (typeof EXEMPTION_CHANNELS)[number];

/** Which resources an exemption is for. What is given must all match; `*` stands for any text. */
export interface ExemptionMatch {
  /** Name of the Kubernetes object, or of the resource in Pulumi. */
  readonly name?: string | undefined;
  /** Namespace of the Kubernetes object; a Namespace is in itself. */
  readonly namespace?: string | undefined;
  /** Type token, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type?: string | undefined;
  readonly urn?: string | undefined;
}

/** A violation that somebody answers for, for a time. */
export interface Exemption {
  /** Policy ids. */
  readonly policies: NonEmpty<string>;
  readonly match: ExemptionMatch;
  readonly reason: string;
  /** Who answers for it: a person or a team. */
  readonly owner: string;
  /** Last day on which it holds, UTC, as `2026-12-31`. */
  readonly expires: string;
  readonly channel: ExemptionChannel;
  /** Where it is stated, e.g. `exemptions.yaml:12`. */
  readonly statedAt: string;
}
