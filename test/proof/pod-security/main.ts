import { randomInt } from "node:crypto";
import { Command, InvalidArgumentError } from "commander";
import { describeError } from "../../../cli/exit.js";
import { oracleNamed } from "../../support/oracles.js";
import { provePodSecurity } from "./agreement.js";
import { describeProof, isProven } from "./report.js";

/** Seeds are what the generator tells apart. */
const SEEDS = 2 ** 31;

const integerFrom =
  (least: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number < SEEDS) return number;
    throw new InvalidArgumentError(`It must be an integer from ${least} to ${SEEDS - 1}.`);
  };

async function main(): Promise<void> {
  const command = new Command("npm run proof:pod-security --")
    .description("Compares our policies with k8s.io/pod-security-admission on random pods.")
    .option("--pods <number>", "how many", integerFrom(1), 20_000)
    .option("--seed <number>", "of the random pods; default: another one each time", integerFrom(0))
    .exitOverride()
    .parse();
  const { pods, seed = randomInt(SEEDS) } = command.opts<{ pods: number; seed?: number }>();
  const { path } = await oracleNamed("pod-security");
  const proof = await provePodSecurity({ oracle: path, pods, seed });
  console.log(describeProof(proof, seed));
  if (!isProven(proof)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  const { message, code } = describeError(error);
  if (message) console.error(message);
  process.exitCode = code;
});
