import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ClusterBaseline, type InspectedCluster, inspectCluster } from "pulumi-rampart";
import { type BaselineSettings, baselineSettings } from "./baseline-settings";

/** The baseline on the cluster of KUBECONFIG, once the stack's configuration names that cluster. */
export = async () => {
  const cluster = await inspectCluster().catch(withoutTrace);
  const { context, ...settings } = settingsFor(cluster);
  void pulumi.log.info(`Cluster "${context}": ${cluster.server}, Kubernetes ${cluster.version}.`);
  const provider = new kubernetes.Provider("cluster", {
    context,
    // Another cluster behind the same name is another cluster: nothing of it is taken for what is known of this one.
    clusterIdentifier: cluster.id,
  });
  const baseline = new ClusterBaseline("baseline", { ...settings, cluster }, { providers: { kubernetes: provider } });
  return { namespaces: baseline.namespaceNames, policies: baseline.policyNames, leftOut: baseline.leftOut };
};

function settingsFor(cluster: InspectedCluster): BaselineSettings {
  try {
    return baselineSettings(new pulumi.Config("rampart").getObject("baseline"), cluster);
  } catch (error) {
    return withoutTrace(error);
  }
}

/** What a person reads is the sentence, not where in the program it was said. */
function withoutTrace(error: unknown): never {
  throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
}
