import { execFileSync } from "node:child_process";
import type { OracleName } from "../../support/oracles.js";
import { oracle } from "../../support/tiers.js";

/** A pod where there is a namespace, else an address outside the cluster. */
export interface Party {
  readonly ip: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Under which a pod asked for an address outside, for engines that decide by names. */
  readonly name?: string;
}

export interface Flow {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  readonly protocol?: "TCP" | "UDP";
}

/** What an engine that we did not write lets through, flow by flow. */
export async function allowedTraffic(
  policies: readonly object[],
  traffic: readonly Flow[],
  judge: OracleName = "network-policy",
): Promise<boolean[]> {
  const { path } = await oracle(judge);
  const question = { policies, traffic: traffic.map((flow) => ({ protocol: "TCP", ...flow })) };
  const text = execFileSync(path, { input: `${JSON.stringify(question)}\n`, encoding: "utf8" });
  const { allowed, error } = JSON.parse(text) as { readonly allowed?: boolean[]; readonly error?: string };
  if (allowed === undefined) throw new Error(`The engine cannot judge these policies: ${error}`);
  return allowed;
}
