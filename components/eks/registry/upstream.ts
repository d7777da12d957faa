import { refuse } from "../../refusal.js";

/** Registries that ECR can cache, and whether it must sign in to them. */
export const UPSTREAMS: Readonly<Record<string, { readonly credential: "never" | "needed" }>> = {
  "registry.k8s.io": { credential: "never" },
  "public.ecr.aws": { credential: "never" },
  "quay.io": { credential: "never" },
  "registry-1.docker.io": { credential: "needed" },
  "ghcr.io": { credential: "needed" },
  "registry.gitlab.com": { credential: "needed" },
  "cgr.dev": { credential: "needed" },
};

const AZURE = /^[a-z0-9]{5,50}\.azurecr\.io$/;

/** @throws Error naming the input when ECR cannot cache the registry, or has no credential, or one too many. */
export function checkedUpstream(input: string, upstream: string, credentialGiven: boolean): string {
  const credential = AZURE.test(upstream) ? "needed" : UPSTREAMS[upstream]?.credential;
  if (credential === undefined)
    return refuse(`${input}.upstream`, `be one of ${Object.keys(UPSTREAMS).join(", ")} or <name>.azurecr.io`, upstream);
  if (credential === "needed" && !credentialGiven)
    refuse(`${input}.credentialArn`, `name the secret with which ECR signs in to ${upstream}`, undefined);
  if (credential === "never" && credentialGiven)
    refuse(`${input}.credentialArn`, `be left out, since ${upstream} takes none`, "one");
  return upstream;
}
