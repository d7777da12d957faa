import type { NamedExpression } from "../policy.js";
import { IMAGE_REGISTRIES } from "../registry.js";
import { literal } from "./literal.js";
import type { PodCheck } from "./pods.js";

const HOST = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
/** Path, tag and digest; only these algorithms are known to go-digest, each with its length. */
const REMAINDER = String.raw`${COMPONENT}(?:/${COMPONENT})*(?::\w[\w.-]{0,127})?(?:@(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?`;

/** The first component is a registry when it has a dot, a port or an upper-case letter, or is `localhost`. */
const FIRST_IS_REGISTRY = "^(?:localhost|[^/]*[.:A-Z][^/]*)";

const matches = (text: string, pattern: string): string => `${text}.matches(${literal(pattern)})`;

/** In CEL: `a.b/c` by Docker Hub's present name. */
const renamed = (text: string): string => `(${text}.startsWith("index.docker.io/") ? ${text}.substring(6) : ${text})`;

/** In CEL: `a.b/c` with its host in lower case. */
const lowered = (text: string): string =>
  `(${text}.substring(0, ${text}.indexOf("/")).lowerAscii() + ${text}.substring(${text}.indexOf("/")))`;

/** In CEL: a map. Its values are of different types, which a map of CEL must not have unless they are `dyn`. */
const record = (fields: Readonly<Record<string, string>>): string =>
  `{${Object.entries(fields)
    .map(([key, expression]) => `"${key}": dyn(${expression})`)
    .join(", ")}}`;

/** The steps to `images`, each from the one before; `of` is what the field says. */
const REFERENCES = {
  name: "references",
  expression:
    'variables.containers.filter(c, c.?image.orValue("") != "")' +
    `.map(c, ${record({ name: "c.name", runs: "true", ref: "c.image", pull: 'c.?imagePullPolicy.orValue("")' })}) + ` +
    'variables.pod.?volumes.orValue([]).filter(v, v.?image.?reference.orValue("") != "")' +
    `.map(v, ${record({ name: "v.name", runs: "false", ref: "v.image.reference", pull: 'v.image.?pullPolicy.orValue("")' })})`,
};
const PARTS = {
  name: "imageParts",
  expression:
    `variables.references.map(i, ${record({ of: "i", isNamed: matches("i.ref", `${FIRST_IS_REGISTRY}/`), bare: 'i.ref.split("@")[0]' })})` +
    `.map(i, ${record({
      of: "i.of",
      isNamed: "i.isNamed",
      bare: "i.bare",
      end: 'i.bare.lastIndexOf(":") > i.bare.lastIndexOf("/") ? i.bare.lastIndexOf(":") : size(i.bare)',
    })})`,
};
const PATHS = {
  name: "imagePaths",
  expression:
    `variables.imageParts.map(i, ${record({
      of: "i.of",
      isNamed: "i.isNamed",
      tag: 'i.end < size(i.bare) ? i.bare.substring(i.end + 1) : ""',
      path: '(i.isNamed ? "" : "docker.io/") + i.bare.substring(0, i.end)',
    })})` +
    `.map(i, ${record({ of: "i.of", isNamed: "i.isNamed", tag: "i.tag", path: renamed("i.path") })})` +
    `.map(i, ${record({
      of: "i.of",
      isNamed: "i.isNamed",
      tag: "i.tag",
      path: `${matches("i.path", "^docker[.]io/[^/]+$")} ? "docker.io/library/" + i.path.substring(10) : i.path`,
    })})`,
};
const IS_VALID =
  'size(i.of.ref) <= 1024 && size(i.path) - i.path.indexOf("/") <= 256 && ' +
  `!${matches("i.of.ref", "^[a-f0-9]{64}$")} && ` +
  `(i.isNamed ? ${matches("i.of.ref", `^${HOST}/${REMAINDER}$`)} : ${matches("i.of.ref", `^${REMAINDER}$`)})`;
const IMAGES = {
  name: "images",
  expression: `variables.imagePaths.map(i, ${record({
    name: "i.of.name",
    runs: "i.of.runs",
    pull: "i.of.pull",
    hasDigest: 'i.of.ref.contains("@")',
    tag: "i.tag",
    isValid: IS_VALID,
    repository: lowered("i.path"),
  })})`,
};

/**
 * `images`: every image that a pod runs or mounts, as the container runtimes resolve it (github.com/distribution/reference,
 * ParseNormalizedNamed): `name` of the container or volume, `repository` such as `docker.io/library/nginx`, `tag`,
 * `hasDigest`, `isValid`, `pull`, and `runs`, which is false for a mounted image.
 */
export const IMAGE_VARIABLES: readonly NamedExpression[] = [REFERENCES, PARTS, PATHS, IMAGES];

/** Registries and repositories below them, each as what `repository/` of its images begins with. */
export const REGISTRY_PREFIXES: NamedExpression = {
  name: "registryPrefixes",
  expression:
    `(variables.imageRegistries + dyn(namespaceObject).metadata.?annotations[?${literal(IMAGE_REGISTRIES)}].orValue("")` +
    '.split(",").map(e, e.trim()).filter(e, e != ""))' +
    '.map(e, e.endsWith("/") ? e : e + "/")' +
    `.map(e, ${matches("e", `${FIRST_IS_REGISTRY}/`)} ? ${renamed("e")} : "docker.io/" + e).map(e, ${lowered("e")})`,
};

/** @param breach in CEL, of the image `i`. */
export const eachImage = (breach: string, must: string): PodCheck => ({
  subject: { one: "image of", many: "images of" },
  breach: `variables.images.filter(i, ${breach}).map(i, i.name)`,
  must,
});

/** @param pattern of the repositories whose images no container must run. */
export const runsImage = (pattern: string, must: string): PodCheck =>
  eachImage(`i.runs && i.isValid && ${matches("i.repository", pattern)}`, must);
