import { INSTANCE, LAUNCH_TEMPLATE, MACHINES, machineName, machineOf } from "../../aws/machines.js";
import { onResource } from "../../aws/verdicts.js";
import { set } from "../../edit.js";
import { definePolicy } from "../../policy.js";
import { all } from "../../unknown.js";

/**
 * Amazon EC2 user guide, "Configure the instance metadata service". The default of the hop limit is the image's: 2
 * for AL2023.
 */
export const requireMetadataTokens = definePolicy({
  id: "require-metadata-tokens",
  title: "Machines must ask for a token before they give away their credentials, and give none to pods",
  rationale:
    "A pod, or whoever can make it fetch an address, gets the credentials of the node from the metadata service unless a token and a hop limit of 1 are asked for.",
  remediation:
    "Set metadataOptions.httpTokens to required and httpPutResponseHopLimit to 1, or httpEndpoint to disabled. Pods get rights by Pod Identity or IRSA.",
  fix: "set metadataOptions with httpTokens=required and httpPutResponseHopLimit=1",
  topic: "aws",
  severity: "high",
  profile: "restricted",
  references: ["NSA-CLD-01"],
  fixable: true,
  settings: {
    hopLimit: {
      type: "integer",
      default: 1,
      minimum: 1,
      maximum: 64,
      description: "The highest hop limit; from 2 on pods reach the metadata service.",
    },
  },
  examples: {
    good: [
      {
        name: "a token, and one hop",
        resources: [
          { type: LAUNCH_TEMPLATE, props: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } } },
        ],
      },
      {
        name: "no metadata service",
        resources: [{ type: INSTANCE, props: { metadataOptions: { httpEndpoint: "disabled" } } }],
      },
      {
        name: "an instance whose launch template decides",
        resources: [{ type: INSTANCE, props: { launchTemplate: { id: "lt-1" } } }],
      },
      {
        name: "two hops, where these are allowed",
        resources: [
          { type: LAUNCH_TEMPLATE, props: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } } },
        ],
        settings: { hopLimit: 2 },
      },
    ],
    bad: [
      {
        name: "the defaults",
        resources: [{ type: LAUNCH_TEMPLATE, props: { imageId: "ami-1" } }],
        message:
          "launch template must set httpTokens=required (metadataOptions); launch template must set httpPutResponseHopLimit=1 (metadataOptions). Fix: set metadataOptions with httpTokens=required and httpPutResponseHopLimit=1.",
      },
      {
        name: "two hops",
        resources: [
          { type: LAUNCH_TEMPLATE, props: { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } } },
        ],
        message:
          "launch template must set httpPutResponseHopLimit=1 (metadataOptions). Fix: set metadataOptions with httpTokens=required and httpPutResponseHopLimit=1.",
      },
      {
        name: "no token",
        resources: [
          { type: INSTANCE, props: { metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 1 } } },
        ],
        message:
          "instance must set httpTokens=required (metadataOptions). Fix: set metadataOptions with httpTokens=required and httpPutResponseHopLimit=1.",
      },
    ],
  },
  subject: "resource",
  types: MACHINES,
  check: ({ type, props }, _, { hopLimit }) => {
    const machine = machineOf(props);
    const options = () => machine.metadataOptions;
    const decides = (): boolean =>
      all(
        () => type !== INSTANCE || options() !== undefined || machine.launchTemplate === undefined,
        () => options()?.httpEndpoint !== "disabled",
      );
    const isTooFar = (hops: number | undefined): boolean => hops === undefined || hops > hopLimit;
    return [
      ...onResource(machineName(type), "metadataOptions", () =>
        all(decides, () => options()?.httpTokens !== "required")
          ? { missing: "must set httpTokens=required", fix: set("metadataOptions.httpTokens", "required") }
          : undefined,
      ),
      ...onResource(machineName(type), "metadataOptions", () =>
        all(decides, () => isTooFar(options()?.httpPutResponseHopLimit))
          ? { missing: "must set httpPutResponseHopLimit=1", fix: set("metadataOptions.httpPutResponseHopLimit", 1) }
          : undefined,
      ),
    ];
  },
});
