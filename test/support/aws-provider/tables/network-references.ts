import { arn, type Making, type Reference } from "../table.js";

export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const IGW = "aws:ec2/internetGateway:InternetGateway";
export const NAT = "aws:ec2/natGateway:NatGateway";

export const OF_VPC: Reference = { types: [VPC], by: "id", holds: true, missing: "InvalidVpcID.NotFound" };
export const OF_SUBNET: Reference = { types: [SUBNET], by: "id", holds: true, missing: "InvalidSubnetID.NotFound" };
export const ROUTE_TABLE: Reference = {
  types: ["aws:ec2/routeTable:RouteTable"],
  by: "id",
  missing: "InvalidRouteTableID.NotFound",
};

export const owned = { ownerId: ({ accountId }: Making) => accountId };
export const idOf =
  (prefix: string) =>
  ({ hex }: Omit<Making, "id">) =>
    `${prefix}-${hex(17)}`;
export const arnOf = (kind: string) => (making: Making) => arn(making, "ec2", `${kind}/${making.id}`);
