import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { keyArn } from "./arn.js";

export interface EncryptedStorageClassArgs {
  /** Key of the volumes: what `KeyRing` calls `volumesKeyArn`. */
  volumesKeyArn: pulumi.Input<string>;
  /** Name of the storage class. @default "encrypted" */
  storageClassName?: pulumi.Input<string>;
  /** The nodes are Auto Mode's, which has a driver of its own. @default false */
  autoMode?: boolean;
  /** Claims that name no class get this one. @default true */
  isDefault?: boolean;
  /** Keeps a volume, and its cost, when its claim goes. @default false */
  retainVolumes?: boolean;
}

/**
 * A storage class of gp3 volumes under our key, which claims get that ask for none. Lives in the cluster: give it a
 * Kubernetes provider. EKS makes no default class from 1.30 on; where an older cluster has `gp2` as the default, take that
 * annotation off.
 *
 * ```ts
 * new EncryptedStorageClass("storage", { volumesKeyArn: keys.volumesKeyArn }, { providers: { kubernetes: provider } });
 * ```
 *
 * @cost a volume about 0.09 USD a GB and month
 */
export class EncryptedStorageClass extends pulumi.ComponentResource {
  /** Name of the storage class. */
  readonly storageClassName: pulumi.Output<string>;

  constructor(name: string, args: EncryptedStorageClassArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:EncryptedStorageClass", name, args, opts);
    const { autoMode = false, isDefault = true, retainVolumes = false } = args;
    const storageClass = new kubernetes.storage.v1.StorageClass(
      `${name}-class`,
      {
        metadata: {
          name: args.storageClassName ?? "encrypted",
          annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
        },
        provisioner: autoMode ? "ebs.csi.eks.amazonaws.com" : "ebs.csi.aws.com",
        parameters: {
          type: "gp3",
          encrypted: "true",
          kmsKeyId: checkedInput(args.volumesKeyArn, (arn) => keyArn("volumesKeyArn", arn)),
          "csi.storage.k8s.io/fstype": "ext4",
        },
        // A volume is in one zone: first the pod gets its node.
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: retainVolumes ? "Retain" : "Delete",
      },
      { parent: this },
    );
    this.storageClassName = storageClass.metadata.name;
    this.registerOutputs({ storageClassName: this.storageClassName });
  }
}
