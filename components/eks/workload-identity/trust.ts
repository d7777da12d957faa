import * as pulumi from "@pulumi/pulumi";
import { type Account, clusterArn } from "../account.js";
import { parsedArn } from "../arn.js";
import { policyDocument, trustService } from "../policy-document.js";

/** Whose role it is. */
export interface Workload {
  readonly clusterName: pulumi.Input<string>;
  readonly namespace: pulumi.Input<string>;
  readonly serviceAccount: pulumi.Input<string>;
}

/**
 * Lets EKS take on the role for one service account of one cluster. Without conditions every cluster of the account could
 * (confused deputy). A session without tags has none that could be asked for: then the cluster is all that is known.
 */
export function podIdentityTrust(account: Account, workload: Workload, sessionTags: boolean): pulumi.Output<string> {
  const cluster = clusterArn(account, workload.clusterName);
  return trustService("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], {
    StringEquals: {
      "aws:SourceAccount": account.accountId,
      ...(sessionTags
        ? {
            "aws:RequestTag/kubernetes-namespace": workload.namespace,
            "aws:RequestTag/kubernetes-service-account": workload.serviceAccount,
          }
        : {}),
    },
    ArnEquals: { "aws:SourceArn": cluster },
  });
}

/** Lets holders of the service account's token, made out to AWS, take on the role. */
export function webIdentityTrust(providerArn: pulumi.Output<string>, workload: Workload): pulumi.Output<string> {
  const issuer = providerArn.apply((arn) => (parsedArn(arn)?.resource ?? "").replace(/^oidc-provider\//, ""));
  return issuer.apply((host) =>
    policyDocument([
      {
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${host}:aud`]: "sts.amazonaws.com",
            [`${host}:sub`]: pulumi.interpolate`system:serviceaccount:${workload.namespace}:${workload.serviceAccount}`,
          },
        },
      },
    ]),
  );
}
