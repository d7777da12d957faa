import { RunningPack } from "../test/policy-pack/running-pack.js";

/** Seconds from starting the pack's process to its port on standard output. */
export async function startPack(): Promise<number> {
  const begin = performance.now();
  const pack = await RunningPack.start();
  const seconds = (performance.now() - begin) / 1000;
  await pack.close();
  return seconds;
}
