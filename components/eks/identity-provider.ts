import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../checked-input.js";
import { httpsAddress, refuse } from "../refusal.js";

export interface IdentityProviderArgs {
  /** Name of the cluster. EKS takes one identity provider for each. */
  clusterName: pulumi.Input<string>;
  /** The `iss` claim of its tokens, e.g. `https://login.example.com/realms/platform`. AWS must reach it from the internet. */
  issuerUrl: pulumi.Input<string>;
  /** The `aud` claim of its tokens: an OAuth client for this cluster alone, or tokens for other services open it. */
  clientId: pulumi.Input<string>;
  /**
   * Claims that a token must have, with their values, e.g. `{ hd: "example.com" }`: without them whoever has an account at
   * the provider is `system:authenticated`. Not empty.
   */
  requiredClaims: Record<string, pulumi.Input<string>>;
  /** Claim with the user's name. `email` only where the provider verifies addresses. @default "sub" */
  usernameClaim?: pulumi.Input<string>;
  /** Claim with the user's groups. @default none: users are in no group */
  groupsClaim?: pulumi.Input<string>;
  /** Stands before each user's and group's name in the cluster; ends with a colon. @default "oidc:" */
  prefix?: pulumi.Input<string>;
  /** Tags of the association. @default none */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Lets people in with tokens of an OpenID Connect provider, beside IAM (NSA-AUTH-01). Their names and groups get a prefix, so
 * that no token can claim to be `system:masters`. To make or change it takes EKS some 15 minutes.
 *
 * ```ts
 * new IdentityProvider("people", {
 *   clusterName: cluster.clusterName,
 *   issuerUrl: "https://login.example.com/realms/platform",
 *   clientId: "prod-cluster",
 *   requiredClaims: { department: "platform" },
 *   groupsClaim: "groups",
 * });
 * ```
 *
 * @cost nothing
 */
export class IdentityProvider extends pulumi.ComponentResource {
  /** ARN of the association with the cluster. */
  readonly identityProviderConfigArn: pulumi.Output<string>;

  constructor(name: string, args: IdentityProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rampart:index:IdentityProvider", name, args, opts);
    const prefix = checkedInput(args.prefix ?? "oidc:", checkedPrefix);
    const config = new aws.eks.IdentityProviderConfig(
      `${name}-config`,
      {
        clusterName: args.clusterName,
        oidc: {
          identityProviderConfigName: name,
          issuerUrl: checkedInput(args.issuerUrl, (url) => httpsAddress("issuerUrl", url)),
          clientId: checkedInput(args.clientId, (id) => stated("clientId", id)),
          requiredClaims: checkedClaims(args.requiredClaims),
          usernameClaim: args.usernameClaim ?? "sub",
          usernamePrefix: prefix,
          groupsClaim: args.groupsClaim,
          groupsPrefix: args.groupsClaim === undefined ? undefined : prefix,
        },
        tags: args.tags,
      },
      // A cluster has room for one, and EKS changes none.
      { parent: this, deleteBeforeReplace: true },
    );
    this.identityProviderConfigArn = config.arn;
    this.registerOutputs({ identityProviderConfigArn: this.identityProviderConfigArn });
  }
}

/** EKS takes names of at most 63 characters and values of at most 253. */
function checkedClaims(claims: IdentityProviderArgs["requiredClaims"]): Record<string, pulumi.Output<string>> {
  const given = Object.entries(claims);
  if (given.length === 0)
    refuse("requiredClaims", "have at least one claim, or every account of the provider may come in", {});
  return Object.fromEntries(
    given.map(([claim, value]) => {
      if (claim.length < 1 || claim.length > 63) refuse("requiredClaims", "have names of 1 to 63 characters", claim);
      const input = `requiredClaims.${claim}`;
      const checked = checkedInput(value, (text) =>
        text.length >= 1 && text.length <= 253 ? text : refuse(input, "have 1 to 253 characters", text.length),
      );
      return [claim, checked];
    }),
  );
}

/** The colon keeps `sys` and the claim `tem:masters` apart. */
function checkedPrefix(prefix: string): string {
  if (/^[A-Za-z0-9][\w.-]*:$/.test(prefix) && !/^(?:system|eks|aws|amazon|iam):$/i.test(prefix)) return prefix;
  return refuse("prefix", 'be a word of your own with a colon, such as "oidc:"', prefix);
}

const stated = (input: string, value: string): string =>
  value.trim() === "" ? refuse(input, "be stated", value) : value;
