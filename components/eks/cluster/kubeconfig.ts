import * as pulumi from "@pulumi/pulumi";

/** What a kubeconfig says of a cluster. */
export interface Reachable {
  readonly clusterName: pulumi.Output<string>;
  readonly clusterArn: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly certificateAuthorityData: pulumi.Output<string>;
}

/** A kubeconfig as JSON whose tokens the AWS command line makes when they are needed. */
export const kubeconfigOf = (cluster: Reachable, region: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi
    .all([cluster.clusterName, cluster.clusterArn, cluster.endpoint, cluster.certificateAuthorityData, region])
    .apply(([name, arn, server, authority, place]) =>
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: arn, cluster: { server, "certificate-authority-data": authority } }],
        contexts: [{ name: arn, context: { cluster: arn, user: arn } }],
        "current-context": arn,
        users: [
          {
            name: arn,
            user: {
              exec: {
                apiVersion: "client.authentication.k8s.io/v1",
                command: "aws",
                args: ["--region", place, "eks", "get-token", "--cluster-name", name, "--output", "json"],
                interactiveMode: "IfAvailable",
              },
            },
          },
        ],
      }),
    );
