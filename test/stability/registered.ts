import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { ComponentProvider } from "../../plugin/provider.js";
import { awsOutputs } from "../support/aws-outputs.js";
import { AWS_ACCOUNT } from "../support/recorded-resources.js";
import type { Example } from "./examples.js";

/** What a component registered under mocks. */
export interface Registered {
  /** `PARENT-TYPE$TYPE::NAME` of each resource, itself among them, sorted; a URN has the types of all parents. */
  readonly names: readonly string[];
  /** Inputs by type and name. */
  readonly inputs: ReadonlyMap<string, unknown>;
}

/** What components read of a cluster and of AWS. */
const STATES: Readonly<Record<string, object>> = {
  "kubernetes:discovery.k8s.io/v1:EndpointSlice": {
    endpoints: [{ addresses: ["172.20.0.10"] }],
    ports: [{ port: 6443, protocol: "TCP" }],
  },
};
const ANSWERS: Readonly<Record<string, object>> = {
  ...AWS_ACCOUNT,
  "aws:index/getAvailabilityZones:getAvailabilityZones": {
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    zoneIds: ["euc1-az2", "euc1-az3", "euc1-az1"],
  },
};

/** Makes a component as the provider does. */
export async function registeredBy(name: string, { component, inputs }: Example): Promise<Registered> {
  const seen = new Map<string, unknown>();
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, id }) => {
      seen.set(`${type}::${name}`, inputs);
      if (type.startsWith("aws:")) return awsOutputs(type, name, inputs);
      return { id: id || `${name}-id`, state: STATES[type] ?? inputs };
    },
    call: ({ token }) => ANSWERS[token] ?? {},
  });
  const monitor = pulumi.runtime.getMonitor();
  await new ComponentProvider().construct(name, `rampart:index:${component}`, { ...inputs }, {});
  await pulumi.runtime.disconnect();
  if (!(monitor instanceof MockMonitor)) throw new Error("not under mocks");
  const names = [...monitor.getRegisteredResources().keys()].map((urn) => urn.split("::").slice(2).join("::"));
  return { names: names.sort(), inputs: seen };
}
