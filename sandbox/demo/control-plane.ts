import { HttpsClient } from "../control-plane/https-client.js";
import { type DemoStep, must } from "./step.js";

/** Who gets in without credentials: probes, and nobody else. */
export const controlPlane: DemoStep = {
  title: "Strangers are turned away",
  async run({ cluster }) {
    const stranger = new HttpsClient(cluster.server, cluster.authority);
    try {
      const health = await stranger.send("GET", "/readyz");
      must(health.status === 200, `/readyz answers ${health.status} without credentials; probes would fail.`);
      const pods = await stranger.send("GET", "/api/v1/pods");
      must(pods.status === 401, `/api/v1/pods answers ${pods.status} without credentials, not 401.`);
      return ["without credentials: /readyz 200, /api/v1/pods 401"];
    } finally {
      stranger.close();
    }
  },
};
