import { refuse } from "../refusal.js";

/** Days that CloudWatch Logs can keep events: the values of `PutRetentionPolicy.retentionInDays`. */
const RETENTIONS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** @throws Error naming the input and the values allowed when CloudWatch Logs has no such retention. */
export const logRetention =
  (input: string) =>
  (days: number): number =>
    RETENTIONS.includes(days) ? days : refuse(input, `be one of ${RETENTIONS.join(", ")}`, days);
