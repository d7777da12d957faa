import { KUBERNETES_VERSIONS } from "../../../controls/kubernetes-versions.js";
import { policies as allPolicies } from "../../../policy-pack/policies/index.js";
import { OLDEST_MINOR, type Policy } from "../../../policy-pack/policy.js";
import { type CheckCoverage, coverage } from "./coverage.js";
import { type Difference, firstDifference, verdictsPerPod } from "./difference.js";
import { drawPod, type Pod } from "./generator.js";
import { type Answer, startOracle } from "./oracle.js";
import { ourJudge } from "./ours.js";
import { random } from "./random.js";
import { shrink } from "./shrink.js";

/** Pods judged at once: the oracle judges one lot while we judge the same. */
const LOT = 500;

export interface ProofArgs {
  /** Path of the oracle's executable. */
  readonly oracle: string;
  readonly pods: number;
  readonly seed: number;
  /** @default every policy of the pack */
  readonly policies?: readonly Policy[];
}

export interface Disagreement extends Difference {
  /** Which of the drawn pods, from 0. */
  readonly index: number;
  /** With everything deleted that does not matter. */
  readonly pod: Pod;
}

export interface Proof {
  /** Version of k8s.io/pod-security-admission. */
  readonly authority: string;
  /** First and last minor version of Kubernetes 1.x. */
  readonly minors: readonly [number, number];
  /** Pods that were judged; fewer than wanted after a disagreement. */
  readonly pods: number;
  /** One for each pod, level, version and check that the level runs there. */
  readonly verdicts: number;
  readonly seconds: number;
  readonly coverage: readonly CheckCoverage[];
  /** The first one, shrunk. */
  readonly disagreement: Disagreement | undefined;
}

/**
 * Lets k8s.io/pod-security-admission and our policies judge the same pods, at every version from the oldest that we
 * know to the newest and at both levels, and stops at the first disagreement.
 */
export async function provePodSecurity({
  oracle: path,
  pods,
  seed,
  policies = allPolicies,
}: ProofArgs): Promise<Proof> {
  const started = Date.now();
  const minors = [OLDEST_MINOR, Number(KUBERNETES_VERSIONS.newest.split(".")[1])] as const;
  const [first] = minors;
  const oracle = await startOracle(path, ...minors);
  try {
    const { authority } = oracle;
    const judge = ourJudge(policies, authority.checks, ...minors);
    const counted = coverage(authority, first);
    const chance = random(seed);
    const proof = (judged: number, disagreement?: Disagreement): Proof => ({
      authority: authority.version,
      minors,
      pods: judged,
      verdicts: judged * verdictsPerPod(authority),
      seconds: (Date.now() - started) / 1000,
      coverage: counted.summary(),
      disagreement,
    });
    for (let judged = 0; judged < pods; judged += LOT) {
      const lot = chance.times(Math.min(LOT, pods - judged), () => drawPod(chance));
      const asked = oracle.judge(lot.map((pod) => JSON.stringify(pod)));
      const ours = lot.map(judge);
      const theirs = await asked;
      for (const [index, pod] of lot.entries()) {
        const differenceOf = (one: Answer, other: Answer) => firstDifference(authority, first, one, other);
        const found = differenceOf(ours[index] ?? [], theirs[index] ?? []);
        if (found !== undefined) {
          const differing = async (smaller: Pod) => differenceOf(judge(smaller), await oracle.judgeOne(smaller));
          const least = await shrink(pod, async (smaller) => (await differing(smaller))?.check === found.check);
          const difference = (await differing(least)) ?? found;
          return proof(judged + index + 1, { ...difference, index: judged + index, pod: least });
        }
        counted.add(theirs[index] as readonly number[]);
      }
    }
    return proof(pods);
  } finally {
    await oracle.stop();
  }
}
