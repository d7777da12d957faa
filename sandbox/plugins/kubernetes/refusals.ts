import { NoMatch } from "./api.js";
import { ApiError } from "./connection.js";

/** The words of the official provider, so that what people find about them on the web helps. */
const EXISTS_HINT = `

The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.`;

const CONFLICT_HINT = `

Another manager set these fields. Take them out of the program, or take them over by the annotation
pulumi.com/patchForce: "true".`;

export const alreadyExists = (error: unknown): boolean => error instanceof ApiError && error.reason === "AlreadyExists";

export const notFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** Whether a later try can go better: the namespace or the definition may be on its way. */
export const mayComeLater = (error: unknown): boolean => error instanceof NoMatch || notFound(error);

/** What a person reads when the API server does not take an object. */
export function describeRefusal(error: unknown, urn: string, kind: string, verb: "created" | "updated"): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NoMatch)
    return new Error(
      `${verb === "created" ? "creation" : "update"} of resource "${urn}" with kind ${kind} failed because the ` +
        `Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: ${message}`,
    );
  if (!(error instanceof ApiError)) return error instanceof Error ? error : new Error(message);
  const hint = alreadyExists(error) ? EXISTS_HINT : error.reason === "Conflict" ? CONFLICT_HINT : "";
  return new Error(`resource "${urn}" was not successfully ${verb} by the Kubernetes API server: ${message}${hint}`);
}
