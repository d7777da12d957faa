import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../cluster.js";
import type { ClusterNetwork } from "../cluster-network.js";
import type { KeyRing } from "../key-ring.js";

/** Where a part is made. */
export interface Child {
  readonly parent: pulumi.Resource;
}

/** What the parts are made of that come after the cluster. */
export interface Made {
  readonly keys: KeyRing;
  readonly network: ClusterNetwork;
  readonly cluster: Cluster;
}
