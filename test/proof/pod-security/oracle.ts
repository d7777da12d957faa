import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Pod } from "./generator.js";

export const LEVELS = ["baseline", "restricted"] as const;
export type Level = (typeof LEVELS)[number];

/** What the oracle judges by. A set of versions is a number whose bit 0 is the first version. */
export interface Authority {
  /** Version of k8s.io/pod-security-admission. */
  readonly version: string;
  /** Ids of the checks, in the order of the answers. */
  readonly checks: readonly string[];
  /** For each level and check the versions at which the level runs it; not one that another check overrides. */
  readonly levels: Readonly<Record<Level, readonly number[]>>;
  /** For each check the minor versions, after the first, at which its rules begin or change. */
  readonly changes: readonly (readonly number[])[];
}

/** For each check the set of versions at which the pod fails it, or why the oracle could not read the pod. */
export type Answer = readonly number[] | { readonly error: string };

/** A running judge of pods. */
export interface Oracle {
  readonly authority: Authority;
  /** Judges pods, given as JSON; the answers are in their order. */
  readonly judge: (pods: readonly string[]) => Promise<Answer[]>;
  readonly judgeOne: (pod: Pod) => Promise<Answer>;
  /** Ends the process. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the oracle for the minor versions `first` to `last` of Kubernetes 1.x.
 * @throws Error with what it said when it does not start, or ends while it is asked.
 */
export async function startOracle(path: string, first: number, last: number): Promise<Oracle> {
  const child = spawn(path, [String(first), String(last)], { stdio: ["pipe", "pipe", "pipe"] });
  const waiting: { readonly done: (line: string) => void; readonly failed: (error: Error) => void }[] = [];
  let said = "";
  let ended: Error | undefined;
  const end = (reason: string): void => {
    ended ??= new Error(`The oracle ${reason}${said === "" ? "." : `: ${said.trim()}`}`);
    for (const { failed } of waiting.splice(0)) failed(ended);
  };
  const closed = new Promise<void>((done) =>
    child.on("close", (code) => {
      end(`ended with ${code}`);
      done();
    }),
  );
  child.on("error", (error) => end(`does not start: ${error.message}`));
  // A broken pipe is reported by the end of the process.
  child.stdin.on("error", () => {});
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.done(line));
  const nextLine = (): Promise<string> =>
    new Promise((done, failed) => {
      if (ended === undefined) waiting.push({ done, failed });
      else failed(ended);
    });

  const authority = JSON.parse(await nextLine()) as Authority;
  const judge = async (pods: readonly string[]): Promise<Answer[]> => {
    const answers = Promise.all(pods.map(nextLine));
    child.stdin.write(pods.map((pod) => `${pod}\n`).join(""));
    return (await answers).map((line) => JSON.parse(line) as Answer);
  };
  return {
    authority,
    judge,
    judgeOne: async (pod) => {
      const [answer] = await judge([JSON.stringify(pod)]);
      return answer ?? { error: "no answer" };
    },
    stop: async () => {
      child.stdin.end();
      await closed;
    },
  };
}
