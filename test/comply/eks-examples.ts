import type * as pulumi from "@pulumi/pulumi";
import { SampleCluster } from "../proof/aws-models/sample/index.js";

/**
 * Components on EKS as their users write them, by name, with every input that makes them register something else. What
 * they register is held against AWS's own models and against IAM in `eks-models.test.ts`.
 */
export const EKS_EXAMPLES: Readonly<Record<string, () => pulumi.Resource>> = {
  SampleCluster: () => new SampleCluster("sample"),
};

/** What functions of the provider answer to the examples, beside the account. */
export const EKS_ANSWERS: Readonly<Record<string, object>> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    zoneIds: ["euc1-az2", "euc1-az3", "euc1-az1"],
  },
};
