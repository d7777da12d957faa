/** How nodes reach the internet. */
export const InternetAccess = {
  /** A NAT gateway in each zone: the loss of a zone cuts off no other. */
  NatGatewayPerZone: "NatGatewayPerZone",
  /** One NAT gateway for all zones: a third of the price; without its zone nothing reaches the internet. */
  SingleNatGateway: "SingleNatGateway",
  /** No way out: AWS is reached by endpoints, images come from ECR. */
  None: "None",
} as const;
export type InternetAccess = (typeof InternetAccess)[keyof typeof InternetAccess];

/** What VPC Block Public Access blocks, in every VPC of the account and Region. */
export const BlockPublicAccess = {
  /** Connections from the internet; NAT gateways still work. */
  Ingress: "Ingress",
  /** All traffic with the internet. */
  Bidirectional: "Bidirectional",
} as const;
export type BlockPublicAccess = (typeof BlockPublicAccess)[keyof typeof BlockPublicAccess];

/** Zones in which EKS makes no cluster (EKS user guide, "Subnet requirements and considerations"). */
export const ZONES_WITHOUT_EKS: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];
