import { SUBNET } from "../../aws/subnets.js";
import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";

/**
 * @pulumi/aws 7.48, `aws.ec2.Subnet`: `mapPublicIpOnLaunch` is off unless it is set; load balancers and NAT gateways
 * need none.
 */
export const noPublicSubnetAddresses = definePolicy({
  id: "no-public-subnet-addresses",
  title: "Subnets must not give machines an address on the internet",
  rationale: "In such a subnet every machine is on the internet, also one that somebody starts there by mistake.",
  remediation: "Leave mapPublicIpOnLaunch out or set it to false, also in subnets for public load balancers.",
  fix: "set mapPublicIpOnLaunch=false",
  topic: "aws",
  severity: "medium",
  profile: "restricted",
  references: ["CIS-EKS-5.4.3", "NSA-NODE-01"],
  fixable: true,
  examples: {
    good: [{ name: "none", resources: [{ type: SUBNET, props: { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" } }] }],
    bad: [
      {
        name: "a public one",
        resources: [{ type: SUBNET, props: { vpcId: "vpc-1", mapPublicIpOnLaunch: true } }],
        message: "subnet must set mapPublicIpOnLaunch=false (mapPublicIpOnLaunch). Fix: set mapPublicIpOnLaunch=false.",
      },
    ],
  },
  subject: "resource",
  types: [SUBNET],
  check: ({ props }) =>
    onResource("subnet", "mapPublicIpOnLaunch", () =>
      props.mapPublicIpOnLaunch === true
        ? { missing: "must set mapPublicIpOnLaunch=false", fix: set("mapPublicIpOnLaunch", false) }
        : undefined,
    ),
});
