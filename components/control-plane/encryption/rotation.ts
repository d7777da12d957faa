import { refuse } from "../../refusal.js";
import {
  ENCRYPTED_RESOURCES,
  type EncryptionConfiguration,
  type EncryptionKey,
  fileOf,
  providersOf,
} from "./configuration.js";

export interface RotationArgs {
  /** The keys in use, in their order; none where nothing is encrypted yet. */
  readonly current: readonly EncryptionKey[];
  /** The key that is to encrypt from now on. */
  readonly next: EncryptionKey;
  /**
   * Resources that are encrypted.
   * @default ["secrets", "configmaps"]
   */
  readonly resources?: readonly [string, ...string[]];
}

/** What a step of a rotation does to the file. */
export type RotationAction = "add" | "promote" | "rewrite" | "remove";

/** One step: to be done on every API server, and checked, before the next one begins. */
export interface RotationStep {
  readonly action: RotationAction;
  /** The whole file; `undefined` where it stays as it is. Secret. */
  readonly configuration: EncryptionConfiguration | undefined;
  /** Commands of an administrator; none where putting the file in place is all. */
  readonly commands: readonly string[];
  /** What must hold before the next step. */
  readonly until: string;
}

/** Counted by the API server since it reads the file by itself. */
const RELOADED =
  "every API server has read the file: apiserver_encryption_config_controller_last_config_info has its hash in each one's metrics";

/**
 * The files of a rotation in their order (NSA-SEC-05): add the next key for reading, let it encrypt, rewrite what is
 * stored, remove the old ones. At each step every API server can read what any of them writes, before and after it has
 * read the new file; so no read is lost, however long they are apart.
 *
 * The first encryption is a rotation as well: from plain text, to no plain text being read any more.
 * @throws Error naming the input: see `encryptionConfiguration`; the name of `next` must be new.
 */
export function rotationPlan(args: RotationArgs): readonly RotationStep[] {
  const { current, next, resources = ENCRYPTED_RESOURCES } = args;
  if (current.some(({ name }) => name === next.name))
    refuse("next.name", "be none of the current keys' names", next.name);
  const plain = { identity: {} };
  const file = (keys: readonly EncryptionKey[]) => fileOf(resources, [...providersOf(keys), plain]);
  const encrypted = current.length > 0;
  return [
    {
      action: "add",
      configuration: encrypted ? file([...current, next]) : fileOf(resources, [plain, ...providersOf([next])]),
      commands: [],
      until: RELOADED,
    },
    { action: "promote", configuration: file([next, ...current]), commands: [], until: RELOADED },
    {
      action: "rewrite",
      configuration: undefined,
      commands: resources.map(rewriting),
      until: `no value in etcd begins without k8s:enc: and the name "${next.name}"`,
    },
    {
      action: "remove",
      configuration: encrypted ? file([next]) : fileOf(resources, providersOf([next])),
      commands: [],
      until: RELOADED,
    },
  ];
}

/** A replacement with what is there already: the API server encrypts it anew, and refuses it if it changed meanwhile. */
function rewriting(resource: string): string {
  if (resource.startsWith("*."))
    return `kubectl api-resources --verbs=list,update -o name ${resource === "*.*" ? "" : `--api-group='${resource.slice(2)}' `}| xargs -I RESOURCE sh -c 'kubectl get RESOURCE --all-namespaces -o json | kubectl replace -f -'`;
  return `kubectl get ${resource} --all-namespaces -o json | kubectl replace -f -`;
}
