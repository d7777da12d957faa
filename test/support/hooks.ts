import { stopSharedCluster } from "./cluster.js";
import { stopEquippedCluster } from "./equipped-cluster.js";

/** Mocha's root hooks: what the suites share ends with the last test. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await Promise.all([stopSharedCluster(), stopEquippedCluster()]);
  },
};
