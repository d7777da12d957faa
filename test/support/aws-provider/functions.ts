import type { JsonMap } from "../../../sandbox/plugins/provider/values.js";
import type { Account } from "./account.js";
import type { Place } from "./table.js";

/** What a function of the provider answers. */
export type AwsFunction = (args: JsonMap, place: Place, account: Account) => JsonMap;

export const dnsSuffix = ({ partition }: Place): string =>
  partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

export const FUNCTIONS: Readonly<Record<string, AwsFunction>> = {
  "aws:index/getPartition:getPartition": (_, place) => ({
    id: place.partition,
    partition: place.partition,
    dnsSuffix: dnsSuffix(place),
    reverseDnsPrefix: dnsSuffix(place).split(".").reverse().join("."),
  }),
  "aws:index/getRegion:getRegion": (_, { region }) => ({
    id: region,
    name: region,
    region,
    description: "Europe (Frankfurt)",
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  // A session of a role: whoever builds on it builds on what will be gone tomorrow.
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { partition, accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/deployer/session`,
    userId: "AROAEXAMPLEDEPLOYER:session",
  }),
};
