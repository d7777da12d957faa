import { INSTANCE, LAUNCH_TEMPLATE, MACHINES, machineName, machineOf } from "../../aws/machines.js";
import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { eachOf } from "../../kubernetes/containers.js";
import { definePolicy } from "../../policy.js";

/** @pulumi/aws 7.48: of launch templates in networkInterfaces, and as a text there. */
export const noPublicInstanceAddresses = definePolicy({
  id: "no-public-instance-addresses",
  title: "Machines must not have an address on the internet",
  rationale: "A node with a public address is scanned within minutes, and one open port is enough.",
  remediation:
    "Set associatePublicIpAddress to false and put machines into private subnets behind a NAT gateway or endpoints.",
  fix: "set associatePublicIpAddress=false",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["CIS-EKS-5.4.3", "NSA-NODE-01"],
  fixable: true,
  examples: {
    good: [
      {
        name: "none",
        resources: [{ type: LAUNCH_TEMPLATE, props: { networkInterfaces: [{ associatePublicIpAddress: "false" }] } }],
      },
      { name: "nothing said", resources: [{ type: INSTANCE, props: { ami: "ami-1" } }] },
    ],
    bad: [
      {
        name: "a launch template",
        resources: [
          {
            type: LAUNCH_TEMPLATE,
            props: { networkInterfaces: [{ deviceIndex: 0, associatePublicIpAddress: "true" }] },
          },
        ],
        message:
          "launch template must set associatePublicIpAddress=false (networkInterfaces[0]). Fix: set associatePublicIpAddress=false.",
      },
      {
        name: "an instance",
        resources: [{ type: INSTANCE, props: { associatePublicIpAddress: true } }],
        message:
          "instance must set associatePublicIpAddress=false (associatePublicIpAddress). Fix: set associatePublicIpAddress=false.",
      },
    ],
  },
  subject: "resource",
  types: MACHINES,
  check: ({ type, props }) => {
    const machine = machineOf(props);
    const subject = machineName(type);
    const requirement = "must set associatePublicIpAddress=false";
    return [
      ...onResource(subject, "associatePublicIpAddress", () =>
        machine.associatePublicIpAddress === true
          ? { missing: requirement, fix: set("associatePublicIpAddress", false) }
          : undefined,
      ),
      ...eachOf(
        () => machine.networkInterfaces,
        (each, index) =>
          onResource(subject, `networkInterfaces[${index}]`, () =>
            each.associatePublicIpAddress === true
              ? { missing: requirement, fix: set(["networkInterfaces", index, "associatePublicIpAddress"], "false") }
              : undefined,
          ),
      ),
    ];
  },
});
