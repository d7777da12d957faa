import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { refuse } from "../refusal.js";

/** A name that EKS takes for a cluster: the API's pattern for `CreateCluster.name`. */
export const checkedClusterName = (input: string, name: pulumi.Input<string>): pulumi.Output<string> =>
  checkedInput(name, (value) =>
    /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(value)
      ? value
      : refuse(input, "be 1 to 100 letters, digits, hyphens and underscores, and begin with a letter or digit", value),
  );
