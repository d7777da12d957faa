import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { oneOf, refuse } from "../../refusal.js";
import { BlockPublicAccess, InternetAccess } from "./choices.js";
import type { Surroundings } from "./tiers.js";

/** @throws Error naming the input when it would cut off the NAT gateways. */
export function blockPublicAccess(
  { parent, name }: Surroundings,
  choice: BlockPublicAccess | undefined,
  access: InternetAccess,
): void {
  if (choice === undefined) return;
  const block = oneOf("blockPublicAccess", choice, Object.values(BlockPublicAccess));
  if (block === BlockPublicAccess.Bidirectional && access !== InternetAccess.None)
    refuse("blockPublicAccess", `be ${BlockPublicAccess.Ingress} where nodes use NAT gateways`, block);
  void pulumi.log.warn("blockPublicAccess acts on every VPC of the account and Region, not on this one alone", parent);
  new aws.ec2.VpcBlockPublicAccessOptions(
    `${name}-block-public-access`,
    {
      internetGatewayBlockMode: block === BlockPublicAccess.Bidirectional ? "block-bidirectional" : "block-ingress",
    },
    { parent },
  );
}
