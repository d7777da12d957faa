import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { wholeNumberFor } from "../refusal.js";
import { accountOf } from "./account.js";
import { checkedAdministrators } from "./administrators.js";
import { checkedClusterName } from "./cluster-name.js";
import { DataClass, type KeyPolicyFacts, keyStatements } from "./key-ring/statements.js";
import { policyDocument } from "./policy-document.js";

export { DataClass } from "./key-ring/statements.js";

export interface KeyRingArgs {
  /** Cluster whose data the keys encrypt; part of their aliases and of the log groups that may use them. */
  clusterName: pulumi.Input<string>;
  /**
   * ARNs of the roles or users that manage the keys, beside those whom IAM lets manage keys in the account. Managing is
   * not using: none of them can decrypt by it. At least one.
   */
  administrators: pulumi.Input<string>[];
  /** Days between rotations, 90 to 365. Each old version stays: it costs 1 USD a month, for the first two rotations. @default 365 */
  rotationPeriodInDays?: pulumi.Input<number>;
  /** Days in which a deletion can be taken back, 7 to 30. @default 30 */
  deletionWindowInDays?: pulumi.Input<number>;
  /**
   * Refuse, in preview already, whatever deletes or replaces a key: what is encrypted under it is lost with it. To destroy,
   * first deploy with false.
   * @default true
   */
  deletionProtection?: boolean;
  /** Tags of the keys. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * A key for each class of a cluster's data, so that who may read one kind learns nothing of the others.
 *
 * Key policies name administrators and services, never who runs Pulumi: nothing changes with the caller. The account's
 * own IAM administrators can always manage the keys, so nobody can be locked out; data is decrypted only through the
 * service that holds it (`kms:ViaService`, encryption context).
 *
 * ```ts
 * const keys = new KeyRing("prod", {
 *   clusterName: "prod",
 *   administrators: ["arn:aws:iam::123456789012:role/platform-admins"],
 * });
 * ```
 *
 * @cost 4 USD a month for four keys, and 0.03 USD for 10,000 requests
 */
export class KeyRing extends pulumi.ComponentResource {
  /** ARN of the key of Kubernetes Secrets. */
  readonly secretsKeyArn: pulumi.Output<string>;
  /** ARN of the key of the nodes' and the pods' volumes. */
  readonly volumesKeyArn: pulumi.Output<string>;
  /** ARN of the key of logs. */
  readonly logsKeyArn: pulumi.Output<string>;
  /** ARN of the key of images. */
  readonly registryKeyArn: pulumi.Output<string>;

  constructor(name: string, args: KeyRingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:KeyRing", name, args, opts);
    const clusterName = checkedClusterName("clusterName", args.clusterName);
    const facts = { account: accountOf(this), clusterName, administrators: checkedAdministrators(args.administrators) };
    const create = (dataClass: DataClass) => createKey(this, name, dataClass, args, facts);

    this.secretsKeyArn = create(DataClass.Secrets);
    this.volumesKeyArn = create(DataClass.Volumes);
    this.logsKeyArn = create(DataClass.Logs);
    this.registryKeyArn = create(DataClass.Registry);
    this.registerOutputs({
      secretsKeyArn: this.secretsKeyArn,
      volumesKeyArn: this.volumesKeyArn,
      logsKeyArn: this.logsKeyArn,
      registryKeyArn: this.registryKeyArn,
    });
  }
}

const rotationPeriod = wholeNumberFor("rotationPeriodInDays", 90, 365);
const deletionWindow = wholeNumberFor("deletionWindowInDays", 7, 30);

function createKey(
  parent: pulumi.Resource,
  name: string,
  dataClass: DataClass,
  { rotationPeriodInDays = 365, deletionWindowInDays = 30, deletionProtection = true, tags }: KeyRingArgs,
  facts: KeyPolicyFacts,
): pulumi.Output<string> {
  const key = new aws.kms.Key(
    `${name}-${dataClass}-key`,
    {
      description: pulumi.interpolate`${dataClass} of the cluster ${facts.clusterName}`,
      enableKeyRotation: true,
      rotationPeriodInDays: checkedInput(rotationPeriodInDays, rotationPeriod),
      deletionWindowInDays: checkedInput(deletionWindowInDays, deletionWindow),
      policy: policyDocument(keyStatements(dataClass, facts)),
      tags,
    },
    { parent, protect: deletionProtection },
  );
  new aws.kms.Alias(
    `${name}-${dataClass}-alias`,
    { name: pulumi.interpolate`alias/eks/${facts.clusterName}/${dataClass}`, targetKeyId: key.keyId },
    { parent },
  );
  return key.arn;
}
