import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ClusterBaseline, type InspectedCluster, inspectCluster } from "pulumi-rampart";
import { type BaselineSettings, baselineSettings, statedClusterStack } from "./baseline-settings";
import { completeEks, isOnEks } from "./eks-inside";
import { withoutTrace } from "./without-trace";

/** The baseline on the cluster that another stack made, or on that of KUBECONFIG once the configuration names it. */
export = async () => {
  const stated = new pulumi.Config("rampart").getObject("baseline");
  const stack = statedClusterStack(stated);
  const maker = stack === undefined ? undefined : new pulumi.StackReference(stack);
  const kubeconfig = await kubeconfigOf(stack, maker).catch(withoutTrace);
  const cluster = await inspectCluster(kubeconfig === undefined ? {} : { kubeconfigText: kubeconfig }).catch(
    withoutTrace,
  );
  const { context: _, clusterStack: __, ...settings } = settingsFor(stated, cluster);
  void pulumi.log.info(`Cluster "${cluster.context}": ${cluster.server}, Kubernetes ${cluster.version}.`);
  const provider = new kubernetes.Provider("cluster", {
    ...(kubeconfig === undefined ? { context: cluster.context } : { kubeconfig: pulumi.secret(kubeconfig) }),
    // Another cluster behind the same name is another cluster: nothing of it is taken for what is known of this one.
    clusterIdentifier: cluster.id,
  });
  const providers = { kubernetes: provider };
  if (maker !== undefined && (await isOnEks(maker))) await completeEks(maker, providers);
  const baseline = new ClusterBaseline("baseline", { ...settings, cluster }, { providers });
  return { namespaces: baseline.namespaceNames, policies: baseline.policyNames, leftOut: baseline.leftOut };
};

/** What the stack that made the cluster says of how to reach it. */
async function kubeconfigOf(
  stack: string | undefined,
  maker: pulumi.StackReference | undefined,
): Promise<string | undefined> {
  if (maker === undefined) return undefined;
  const { value, secretValue } = await maker.getOutputDetails("kubeconfig");
  const kubeconfig: unknown = value ?? secretValue;
  if (typeof kubeconfig === "string") return kubeconfig;
  throw new Error(`The stack "${stack}" has no output "kubeconfig": deploy it first.`);
}

function settingsFor(stated: unknown, cluster: InspectedCluster): BaselineSettings {
  try {
    return baselineSettings(stated, cluster);
  } catch (error) {
    return withoutTrace(error);
  }
}
