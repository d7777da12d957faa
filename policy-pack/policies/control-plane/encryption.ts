import { attemptAll } from "../../kubernetes/containers.js";
import { inFile, textOf } from "../../kubernetes/control-plane/demand.js";
import type { Part } from "../../kubernetes/control-plane/part.js";
import { apiServerPod } from "../../kubernetes/control-plane/setting-policy.js";
import { list, map, object, present, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";

const FILE = "kubernetes:apiserver.config.k8s.io/v1:EncryptionConfiguration";
const DECIDED_BY = [
  { part: "kube-apiserver", setting: "encryption-provider-config", file: "EncryptionConfiguration" },
] as const;

const entries = list(object({ resources: list(text), providers: list(map(present)) }));
const kms = list(object({ providers: list(object({ kms: object({ apiVersion: text }) })) }));

const entriesOf = (part: Part): NonNullable<ReturnType<typeof entries>> => entries(part.value("resources")) ?? [];

/** All of the core group, or all there is. */
const COVERS_SECRETS = new Set(["secrets", "*.", "*.*"]);

/** The first provider of an entry writes; the others only read what was written before. */
const writer = (providers: readonly object[] | undefined): string | undefined => Object.keys(providers?.[0] ?? {})[0];

const encryption = (resources: readonly string[], ...providers: readonly object[]) => ({
  type: FILE,
  props: { resources: [{ resources, providers }] },
});

const keys = { keys: [{ name: "key1", secret: "" }] };

export const requireSecretEncryption = definePolicy({
  id: "require-secret-encryption",
  title: "The API server must encrypt Secrets before it stores them",
  rationale: "Otherwise whoever has a backup or a disk of etcd has every credential of the cluster.",
  remediation:
    "Set --encryption-provider-config to a file whose first provider for secrets is kms or secretbox, with identity last; then write all Secrets again.",
  fix: "encrypt secrets by kms or secretbox, with identity last",
  topic: "control-plane",
  severity: "high",
  profile: "restricted",
  references: ["CIS-K8S-1.2.27", "V-274882", "NSA-SEC-03"],
  examples: {
    good: [
      {
        name: "a file for the API server",
        resources: [encryption(["secrets"], { secretbox: keys }, { identity: {} })],
      },
      {
        name: "everything that the API server stores",
        resources: [encryption(["*.*"], { kms: { apiVersion: "v2" } })],
      },
    ],
    bad: [
      {
        name: "an API server without the flag",
        resources: [apiServerPod("--profiling=false")],
        message:
          "kube-apiserver must set --encryption-provider-config (spec.containers[0].command). Fix: encrypt secrets by kms or secretbox, with identity last.",
      },
      {
        name: "plain text first",
        resources: [encryption(["secrets"], { identity: {} }, { secretbox: keys })],
        message:
          "EncryptionConfiguration must not store secrets as plain text: identity is first (resources[0].providers[0]). Fix: encrypt secrets by kms or secretbox, with identity last.",
      },
      {
        name: "ConfigMaps only",
        resources: [encryption(["configmaps"], { secretbox: keys })],
        message:
          "EncryptionConfiguration must have secrets among its resources (resources). Fix: encrypt secrets by kms or secretbox, with identity last.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "EncryptionConfiguration"],
  decidedBy: DECIDED_BY,
  check: (part) => {
    const flag = "encryption-provider-config";
    if (part.name !== "EncryptionConfiguration")
      return inFile(part, part.name, flag, () =>
        textOf(part.value(flag)) === undefined
          ? { requirement: `must set ${part.shown(flag)}`, missing: true }
          : undefined,
      );
    return attemptAll(() => {
      // The first entry that has a resource decides about it.
      const index = entriesOf(part).findIndex((entry) => entry?.resources?.some((name) => COVERS_SECRETS.has(name)));
      if (index < 0)
        return inFile(part, part.name, "resources", () => ({
          requirement: "must have secrets among its resources",
          missing: true,
        }));
      return inFile(part, part.name, `resources[${index}].providers[0]`, () =>
        writer(entriesOf(part)[index]?.providers) === "identity"
          ? { requirement: "must not store secrets as plain text: identity is first" }
          : undefined,
      );
    });
  },
});

/** CBC without authentication, and GCM whose keys wear out after 2^32 writes: upstream recommends neither. */
const WEAK = new Set(["aescbc", "aesgcm"]);

export const restrictEncryptionProviders = definePolicy({
  id: "restrict-encryption-providers",
  title: "The API server must encrypt by KMS v2 or secretbox",
  rationale:
    "Whoever writes into etcd can attack aescbc, a key of aesgcm must be replaced after few writes, and KMS v1 is slow and switched off.",
  remediation:
    "Put kms with apiVersion v2, or secretbox, first; leave the old provider behind it until every object has been written again.",
  fix: "put kms v2 or secretbox first",
  topic: "control-plane",
  severity: "medium",
  profile: "restricted",
  references: ["CIS-K8S-1.2.28", "NSA-SEC-04"],
  examples: {
    good: [
      {
        name: "an external KMS",
        resources: [encryption(["secrets"], { kms: { apiVersion: "v2", name: "vault" } }, { identity: {} })],
      },
      {
        name: "secretbox, with the old provider for reading",
        resources: [encryption(["secrets"], { secretbox: keys }, { aescbc: keys })],
      },
    ],
    bad: [
      {
        name: "aescbc first",
        resources: [encryption(["secrets"], { aescbc: keys }, { identity: {} })],
        message:
          "EncryptionConfiguration must not encrypt by aescbc (resources[0].providers[0]). Fix: put kms v2 or secretbox first.",
      },
      {
        name: "KMS v1",
        resources: [encryption(["secrets"], { kms: { name: "vault", cachesize: 1000 } }, { identity: {} })],
        message:
          "EncryptionConfiguration must not use version 1 of kms (resources[0].providers[0]). Fix: put kms v2 or secretbox first.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "EncryptionConfiguration"],
  decidedBy: DECIDED_BY,
  check: (part) =>
    part.name !== "EncryptionConfiguration"
      ? []
      : attemptAll(() =>
          entriesOf(part).flatMap((_, index) => [
            ...inFile(part, part.name, `resources[${index}].providers[0]`, () => {
              const name = writer(entriesOf(part)[index]?.providers);
              return name !== undefined && WEAK.has(name) ? { requirement: `must not encrypt by ${name}` } : undefined;
            }),
            ...attemptAll(() =>
              (kms(part.value("resources"))?.[index]?.providers ?? []).flatMap((_, at) =>
                inFile(part, part.name, `resources[${index}].providers[${at}]`, () => {
                  const provider = kms(part.value("resources"))?.[index]?.providers?.[at]?.kms;
                  return provider !== undefined && provider.apiVersion !== "v2"
                    ? { requirement: "must not use version 1 of kms" }
                    : undefined;
                }),
              ),
            ),
          ]),
        ),
});
