import { createHash } from "node:crypto";
import type { types } from "@pulumi/kubernetes";
import { checkedInput } from "../../checked-input.js";
import { quantityAboveZeroFor } from "../quantity.js";
import type { WorkloadArgs } from "./arguments.js";
import { objectNameFor } from "./object-name.js";

/** A volume and where the container has it. */
export interface MountedVolume {
  readonly volume: types.input.core.v1.Volume;
  readonly mount: types.input.core.v1.VolumeMount;
}

const TMP = { "/tmp": "64Mi" };
const TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
/** The shortest that clients renew in time; the API server extends other values (3607) to a year. */
const TOKEN_SECONDS = 3600;

/** What a workload may write to and read, beside its image: only types of volumes that no host knows (NSA-POD-20). */
export function volumesOf(args: WorkloadArgs, takenPath?: string): MountedVolume[] {
  const { writablePaths, secretFiles = {}, configFiles = {}, serviceAccountToken = false } = args;
  const writable = { ...TMP, ...writablePaths };
  const groups = { writablePaths: writable, secretFiles, configFiles };
  checkDistinct([...Object.values(groups).flatMap(Object.keys), ...(takenPath === undefined ? [] : [takenPath])]);
  for (const [input, paths] of Object.entries(groups)) for (const path of Object.keys(paths)) checkPath(input, path);
  return [
    ...Object.entries(writable).map(([path, size]) =>
      mounted(path, { emptyDir: { sizeLimit: checkedInput(size, quantityAboveZeroFor(`writablePaths["${path}"]`)) } }),
    ),
    ...Object.entries(secretFiles).map(([path, secret]) =>
      // Readable by the workload's own group, which the volume belongs to, and by nobody else.
      mounted(path, {
        secret: { secretName: checkedInput(secret, objectNameFor(`secretFiles["${path}"]`)), defaultMode: 0o440 },
      }),
    ),
    ...Object.entries(configFiles).map(([path, configMap]) =>
      mounted(path, {
        configMap: { name: checkedInput(configMap, objectNameFor(`configFiles["${path}"]`)), defaultMode: 0o444 },
      }),
    ),
    ...(serviceAccountToken ? [mounted(TOKEN_PATH, { projected: TOKEN_FILES })] : []),
  ];
}

/** What client libraries look for, as the API server would mount it. */
const TOKEN_FILES: types.input.core.v1.ProjectedVolumeSource = {
  defaultMode: 0o440,
  sources: [
    { serviceAccountToken: { path: "token", expirationSeconds: TOKEN_SECONDS } },
    { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
  ],
};

function mounted(path: string, source: Omit<types.input.core.v1.Volume, "name">): MountedVolume {
  const name = volumeNameOf(path);
  const readOnly = source.emptyDir === undefined ? { readOnly: true } : {};
  return { volume: { name, ...source }, mount: { name, mountPath: path, ...readOnly } };
}

/** From the path alone, so that it stays when others come and go. */
export function volumeNameOf(path: string): string {
  const slug = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (slug.length <= 63 && path === `/${slug.replaceAll("-", "/")}`) return slug;
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 8);
  return `${slug.slice(0, 50).replace(/-$/, "")}-${hash}`.replace(/^-/, "");
}

/**
 * An absolute path without "." and "..", below the root.
 * @param input name of the input, for the message.
 */
export function checkPath(input: string, path: string): string {
  if (/^(?:\/(?!\.{1,2}(?:\/|$))[^/:\0]+)+$/.test(path)) return path;
  throw new Error(`${input}: must have absolute paths below "/", such as "/var/cache/web", got "${path}"`);
}

function checkDistinct(paths: readonly string[]): void {
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) throw new Error(`writablePaths, secretFiles, configFiles: must not share "${twice}"`);
}
