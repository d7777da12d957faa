import { repository, version } from "../version.js";

/** The page of this repository that has an anchor for every policy. */
export const POLICY_PAGE = "docs/POLICIES.md";

/** Where packages say that their sources are: as a text, or with the kind of repository beside it. */
type Repository = string | { readonly url: string } | undefined;

/**
 * Address of a policy's description, as of this version; absent where the package does not say where its sources are,
 * since an address that leads nowhere is worse than none.
 */
export function helpUri(policy: string, sources: Repository = repository): string | undefined {
  const url = (typeof sources === "string" ? sources : sources?.url)?.replace(/^git\+/, "").replace(/\.git$/, "");
  return url?.startsWith("https://") ? `${url}/blob/v${version}/${POLICY_PAGE}#${policy}` : undefined;
}
