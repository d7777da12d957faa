import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseAllDocuments } from "yaml";
import { broken, type Judged } from "./judged.js";

/**
 * Written by kubeadm 1.37.2 (built from k8s.io/kubernetes v1.37.2): `config print init-defaults` with the components'
 * configurations, `config print join-defaults`, and by `init phase control-plane all --dry-run` and
 * `init phase etcd local --dry-run` from the first.
 */
const FOLDER = resolve(__dirname, "../../../../test/policy-pack/control-plane/kubeadm-1.37");

const documents = (file: string): readonly Judged[] =>
  parseAllDocuments(readFileSync(resolve(FOLDER, file), "utf8")).map((document) => {
    const props = document.toJS() as { readonly apiVersion: string; readonly kind: string };
    const { apiVersion, kind } = props;
    return { type: `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`, props };
  });

const API_SERVER = [
  "no-profiling",
  "require-admission-plugins",
  "require-audit-log",
  "require-audit-log-retention",
  "require-kubelet-connection-certificates",
  "require-pod-security-defaults",
  "require-secret-encryption",
  "restrict-anonymous-requests",
  "restrict-service-account-tokens",
];

/** What fails of what kubeadm does by itself, of the default profile. */
const FAILS: Readonly<Record<string, readonly string[]>> = {
  "kube-apiserver.yaml": API_SERVER,
  "kube-controller-manager.yaml": ["no-profiling"],
  "kube-scheduler.yaml": ["no-profiling"],
  "etcd.yaml": [],
  // The same as the static pods that come of it, and what the kubelet is told.
  "config.yaml": [...API_SERVER, "require-kubelet-certificates", "require-kubelet-guards"],
  // For people to replace.
  "join.yaml": ["no-unverified-join"],
};

describe("what kubeadm 1.37 writes by itself", () => {
  for (const [file, fails] of Object.entries(FAILS))
    it(`fails in ${file}: ${fails.join(", ") || "nothing"}`, () =>
      assert.deepEqual([...broken(...documents(file))].sort(), [...fails].sort()));
});
