import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as parser from "@actions/workflow-parser";
import { build } from "esbuild";
import { load } from "js-yaml";
import { REPOSITORY } from "../support/command.js";

type Parser = Pick<typeof parser, "parseWorkflow" | "NoOperationTraceWriter">;

/** GitHub's own parser imports JSON in a way that Node 20 refuses, and that a bundle takes away. */
async function githubParser(): Promise<Parser> {
  const folder = mkdtempSync(join(tmpdir(), "rampart-parser-"));
  const outfile = join(folder, "parser.cjs");
  try {
    await build({
      stdin: {
        contents: 'export { parseWorkflow, NoOperationTraceWriter } from "@actions/workflow-parser";',
        resolveDir: REPOSITORY,
      },
      outfile,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
    });
    return require(outfile) as Parser;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What GitHub has to say against a workflow. */
export async function githubProblems(content: string): Promise<string[]> {
  const { parseWorkflow, NoOperationTraceWriter } = await githubParser();
  const { context } = parseWorkflow({ name: "workflow.yml", content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

type Mapping = Readonly<Record<string, unknown>>;

/** Keys by the reference of GitLab's CI/CD YAML syntax, those that our jobs have a use for. */
const JOB = ["extends", "stage", "image", "before_script", "script", "rules", "variables", "artifacts"];
const ARTIFACTS = ["when", "paths", "expire_in", "reports"];
const REPORTS = ["codequality", "junit", "sast"];
const RULE = ["if", "when", "changes"];

const isMap = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);

/** What is wrong with jobs for GitLab, whose schema no package has: a check of our own. */
export function gitlabProblems(content: string): string[] {
  const jobs = load(content) as Readonly<Record<string, Mapping>>;
  return Object.entries(jobs).flatMap(([name, job]) => {
    if (!isMap(job)) return [`${name} is no mapping`];
    const { artifacts = {}, rules = [], variables = {} } = job;
    const whole = { ...jobs[String(job.extends)], ...job };
    return [
      ...unknownKeys(name, job, JOB),
      ...(isMap(artifacts) ? unknownKeys(`${name}.artifacts`, artifacts, ARTIFACTS) : [`${name}.artifacts`]),
      ...(isMap(artifacts) && isMap(artifacts.reports)
        ? unknownKeys(`${name}.reports`, artifacts.reports, REPORTS)
        : []),
      ...(Array.isArray(rules)
        ? rules.flatMap((rule: Mapping) => unknownKeys(`${name}.rules`, rule, RULE))
        : [`${name}.rules`]),
      ...(isMap(variables) && Object.values(variables).every(isText) ? [] : [`${name}.variables`]),
      ...(job.extends === undefined || isMap(jobs[String(job.extends)]) ? [] : [`${name} extends nothing`]),
      // A job whose name begins with a dot is there to be extended.
      ...(name.startsWith(".") || isTexts(whole.script) ? [] : [`${name} has no script`]),
      ...(isText(whole.image) && isText(whole.stage) ? [] : [`${name} has no image or no stage`]),
      ...(whole.before_script === undefined || isTexts(whole.before_script) ? [] : [`${name}.before_script`]),
    ];
  });
}

const unknownKeys = (where: string, value: Mapping, known: readonly string[]): string[] =>
  Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${where} has the key ${key}`);
