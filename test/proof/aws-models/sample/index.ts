import * as pulumi from "@pulumi/pulumi";
import { cluster } from "./cluster.js";
import { detection } from "./detection.js";
import { keys } from "./keys.js";
import { network } from "./network.js";
import { registry } from "./registry.js";
import { trail } from "./trail.js";

/** A cluster written by hand with everything that `aws-models/calls` knows: each of its rows is used here. */
export class SampleCluster extends pulumi.ComponentResource {
  constructor(name: string) {
    super("rampart:test:SampleCluster", name, {});
    const options = { parent: this };
    const { key } = keys(name, options);
    const { vpcId, subnetIds, groupId } = network(name, key.arn, options);
    cluster(name, { keyArn: key.arn, subnetIds, groupId, vpcId }, options);
    registry(name, key.arn, options);
    trail(name, key.arn, options);
    detection(name, key.arn, options);
    this.registerOutputs({});
  }
}
