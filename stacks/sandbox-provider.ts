import { readFileSync } from "node:fs";
import * as kubernetes from "@pulumi/kubernetes";

/** Set by `rampart sandbox exec` and by nobody else: the user's own KUBECONFIG is not even looked at. */
const VARIABLE = "RAMPART_SANDBOX_KUBECONFIG";

/**
 * The sandbox's API server.
 * @throws Error when the program does not run inside the sandbox.
 */
export function sandboxProvider(): kubernetes.Provider {
  const path = process.env[VARIABLE];
  if (path === undefined || !/^\s*server: https:\/\/127\.0\.0\.1:\d+\s*$/m.test(readFileSync(path, "utf8")))
    throw new Error("This stack runs against the sandbox only: npx rampart sandbox exec -- pulumi …");
  return new kubernetes.Provider("sandbox", {
    kubeconfig: path,
    // The port differs at every start; without a name for the cluster each one would replace all resources.
    clusterIdentifier: "rampart-sandbox",
  });
}
