/**
 * A preview of the whole EKS stack, with and without the policy pack, against their limits: `npm run bench:eks-stack
 * [RUNS]`. AWS is the tests' fake; the toolchain must be there.
 */
import { join } from "node:path";
import { installAws } from "../test/support/aws-project.js";
import { StackProject } from "../test/support/stack-project.js";
import { median, table } from "./measurements.js";

const CONFIG = {
  "aws:region": "eu-central-1",
  "rampart:eks": {
    clusterName: "prod",
    administrators: ["arn:aws:iam::210987654321:role/platform-admins"],
    network: { cidr: "10.0.0.0/16" },
  },
};

async function main(runs: number): Promise<void> {
  const project = await StackProject.create("eks");
  try {
    installAws(project.engine.env.PULUMI_HOME ?? "", join(project.folder, "aws-account.jsonl"));
    const preview = async (...args: string[]): Promise<number> => {
      const begin = performance.now();
      const { code, output } = await project.configured(CONFIG, "preview", ...args);
      if (code !== 0) throw new Error(output);
      return (performance.now() - begin) / 1000;
    };
    const [without, withPack]: [number[], number[]] = [[], []];
    // In turn, so that whatever else the machine does meets both.
    for (let round = 0; round < runs; round++) {
      without.push(await preview());
      withPack.push(await preview("--policy-pack", "policy-pack"));
    }
    const part = withPack.map((seconds, round) => (seconds - (without[round] ?? seconds)) / seconds);
    process.stdout.write(
      table([
        {
          what: "preview of the EKS stack with the pack",
          unit: "s",
          values: withPack,
          against: { what: "limit", value: 12 },
        },
        {
          what: "the same without",
          unit: "s",
          values: without,
          against: { what: "with the pack", value: median(withPack) },
        },
        { what: "part of the pack", unit: "", values: part, against: { what: "limit", value: 0.15 } },
      ]),
    );
  } finally {
    project.close();
  }
}

void main(Number(process.argv[2] ?? 5));
