import type { ProofKind } from "../../cli/reference/coverage.js";
import {
  type ResolvedProgram,
  resolveToolchain,
  type Toolchain,
  ToolchainError,
} from "../../sandbox/toolchain/index.js";
import { fetchedModels, Models } from "./aws-models/index.js";
import { ORACLE_NAMES, type OracleName, oracleNamed } from "./oracles.js";

let missing: string | undefined;

/** Why suites were skipped, in one line; `undefined` where none had to be. */
export const missingTools = (): string | undefined => missing;

/** Resolved once for all suites; an error where this machine has neither the programs nor Go. */
function once<T>(resolve: () => Promise<T>): () => Promise<T | ToolchainError> {
  let resolution: Promise<T | ToolchainError> | undefined;
  return () => {
    resolution ??= resolve().catch((error: unknown) => {
      if (!(error instanceof ToolchainError)) throw error;
      missing = error.message.split("\n")[0];
      return error;
    });
    return resolution;
  };
}
const resolveTools = once(() => resolveToolchain());
const resolveOracles = Object.fromEntries(
  ORACLE_NAMES.map((name) => [name, once(() => oracleNamed(name))]),
) as Readonly<Record<OracleName, () => Promise<ResolvedProgram | ToolchainError>>>;
const resolveModels = once(async () => new Models(await fetchedModels()));

function available<T>(resolved: T | ToolchainError): T {
  if (resolved instanceof ToolchainError) throw resolved;
  return resolved;
}

/** The toolchain inside a suite declared with `describeWithTools`. */
export const toolchain = async (): Promise<Toolchain> => available(await resolveTools());

/** The judge inside a suite declared with `describeWithOracle` of the same name. */
export const oracle = async (name: OracleName): Promise<ResolvedProgram> => available(await resolveOracles[name]());

/** A suite that needs the real engine or a real API server; its tests are pending where the programs cannot be had. */
export const describeWithTools = tier(resolveTools, "real");

/** A suite that needs a judge whom we did not write; its tests are pending where it cannot be built. */
export const describeWithOracle = (name: OracleName, title: string, body: (this: Mocha.Suite) => void): void =>
  tier(resolveOracles[name], "official")(title, body);

/** AWS's models inside a suite declared with `describeWithModels`. */
export const awsModels = async (): Promise<Models> => available(await resolveModels());

/** A suite that needs AWS's own description of its API; its tests are pending where it cannot be fetched. */
export const describeWithModels = (title: string, body: (this: Mocha.Suite) => void): void =>
  tier(resolveModels, "official")(title, body);

const kinds = new WeakMap<Mocha.Suite, ProofKind>();

/** What the tests of a suite rest on. */
export const proofKindOf = (suite: Mocha.Suite | undefined): ProofKind =>
  suite === undefined ? "own" : (kinds.get(suite) ?? proofKindOf(suite.parent));

function tier(resolve: () => Promise<unknown>, kind: ProofKind) {
  return (title: string, body: (this: Mocha.Suite) => void): void => {
    describe(title, function () {
      kinds.set(this, kind);
      before(async function () {
        this.timeout(0);
        if ((await resolve()) instanceof ToolchainError) this.skip();
      });
      body.call(this);
    });
  };
}
