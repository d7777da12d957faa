import type { Shape } from "./shape.js";

/** An image by the names that the container runtime resolves it to. */
export interface Image {
  /** Host of the registry with its port, in lower case, e.g. `docker.io` or `registry.example:5000`. */
  readonly registry: string;
  /** E.g. `library/nginx`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** E.g. `sha256:…`. */
  readonly digest: string | undefined;
}

/** What a field of the API says: an image, or text that is none and that no runtime pulls. */
export type ImageReference = Image | "invalid";

const HOST = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const DOMAIN = new RegExp(`^${HOST}$`);
/** Path, tag and digest; only these algorithms are known to go-digest, each with its length. */
const REMAINDER = new RegExp(
  `^(${COMPONENT}(?:/${COMPONENT})*)(?::([\\w][\\w.-]{0,127}))?(?:@(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?$`,
);
const IDENTIFIER = /^[a-f0-9]{64}$/;
const LONGEST_REPOSITORY = 255;
/** Host, repository, tag and digest at their longest. */
const LONGEST = 1024;

const DOCKER_HUB = "docker.io";
const LEGACY_DOCKER_HUB = "index.docker.io";

/**
 * Parses a reference as the container runtimes do (github.com/distribution/reference, ParseNormalizedNamed): the first
 * component is a registry when it has a dot, a port or an upper-case letter, or is `localhost`; else it is Docker Hub's.
 * `undefined` where there is no such image, also for a host with an underscore, which that library leaves nameless.
 */
export function parseImage(reference: string): Image | undefined {
  if (reference.length > LONGEST || IDENTIFIER.test(reference)) return undefined;
  const slash = reference.indexOf("/");
  const first = slash < 0 ? "" : reference.slice(0, slash);
  const named = first === "localhost" || /[.:A-Z]/.test(first);
  const registry = !named || first === LEGACY_DOCKER_HUB ? DOCKER_HUB : first;
  const match = REMAINDER.exec(named ? reference.slice(slash + 1) : reference);
  if (match === null || !DOMAIN.test(registry)) return undefined;
  const [, path = "", tag, digest] = match;
  const repository = registry === DOCKER_HUB && !path.includes("/") ? `library/${path}` : path;
  if (repository.length > LONGEST_REPOSITORY) return undefined;
  return { registry: registry.toLowerCase(), repository, tag, digest };
}

/** The field of a container or an image volume; empty is unset, as in a template that something else fills in. */
export const imageReference: Shape<ImageReference> = (value) =>
  typeof value !== "string" || value === "" ? undefined : (parseImage(value) ?? "invalid");

/**
 * What `registry/repository/` of an image begins with when it lies in the registry or repository of that name: by whole
 * components. A first component that could be no registry is a name on Docker Hub.
 */
export function repositoryPrefix(name: string): string {
  const trimmed = name.replace(/\/+$/, "");
  const slash = trimmed.indexOf("/");
  const first = slash < 0 ? trimmed : trimmed.slice(0, slash);
  if (first !== "localhost" && !/[.:A-Z]/.test(first)) return `${DOCKER_HUB}/${trimmed}/`;
  const registry = first === LEGACY_DOCKER_HUB ? DOCKER_HUB : first.toLowerCase();
  return `${registry}${slash < 0 ? "" : trimmed.slice(slash)}/`;
}
