/** Whose requests an alarm is about. */
export type Callers =
  /** Whoever it is. */
  | "anybody"
  /** Those who are not part of Kubernetes, EKS or a node: people, pipelines and workloads. */
  | "beside-the-control-plane"
  /** Those who come by IAM: people and pipelines. */
  | "people";

/** One row of the catalogue: what is watched, why, and what to do when it rings. */
export interface AuditAlarmRow {
  /** What happened, for the person who is paged. */
  readonly title: string;
  /** Why that matters. */
  readonly why: string;
  /** What to do first. */
  readonly response: string;
  readonly callers: Callers;
  /** What the requests are, as a condition of a CloudWatch filter pattern without its braces. */
  readonly condition: string;
  /**
   * Whether it looks into what was sent or answered. All others need no more than the level Metadata, at which every
   * audit policy logs what it logs.
   */
  readonly needsBody: boolean;
  /** Requests in one period at which it rings. */
  readonly threshold: number;
  readonly periodInSeconds: 60 | 300;
  /** Ids of the controls it serves. */
  readonly controls: readonly string[];
}

const CALLERS: Readonly<Record<Callers, readonly string[]>> = {
  anybody: [],
  // Who could not be told has no name: `"*"` takes only those who have one.
  "beside-the-control-plane": [
    '($.user.username = "*")',
    '($.user.username != "system:serviceaccount:kube-system:*")',
    '($.user.username != "system:node:*")',
    '($.user.username != "system:kube-*")',
    '($.user.username != "system:apiserver")',
    '($.user.username != "eks:*")',
  ],
  people: ['($.user.username = "*")', '($.user.username != "system:*")', '($.user.username != "eks:*")'],
};

/**
 * The filter pattern of a row.
 * @param automation names of users whose requests the row does not count, unless it counts those of anybody.
 */
export function filterPattern({ callers, condition }: AuditAlarmRow, automation: readonly string[] = []): string {
  const excepted = callers === "anybody" ? [] : automation.map((user) => `($.user.username != "${user}")`);
  return `{ ${[...CALLERS[callers], ...excepted, `(${condition})`].join(" && ")} }`;
}
