import type { Program } from "./program.js";

/** Programs that are built from one go.mod. */
export interface Family {
  /** Name of the folder in `modules/`. */
  readonly name: string;
  /** The module whose version in go.mod is the version of the programs. */
  readonly module: string;
  /** The Go package of each program. */
  readonly packages: Readonly<Record<string, string>>;
  /** Variables to stamp, by full name; `version` has no leading `v`. */
  readonly stamps: (version: string) => Readonly<Record<string, string>>;
  /** The arguments that make a program say its version; default: `--version`. */
  readonly versionQuestion?: readonly string[];
  /** How many leading numbers of the version a program on PATH must share with the pinned one. */
  readonly sharedNumbers: 1 | 2;
  /** A build with nothing cached, on 2 cores. */
  readonly cold: {
    readonly minutes: number;
    /** Megabytes in Go's module cache, in its build cache, and of the programs. */
    readonly modules: number;
    readonly objects: number;
    readonly programs: number;
  };
}

const KUBERNETES_VERSION = "k8s.io/component-base/version";

/** An API server without them reports version 0.0, and clients then refuse to speak to it. */
export function kubernetesStamps(version: string): Readonly<Record<string, string>> {
  const [major = "", minor = ""] = version.split(".");
  return {
    [`${KUBERNETES_VERSION}.gitVersion`]: `v${version}`,
    [`${KUBERNETES_VERSION}.gitMajor`]: major,
    [`${KUBERNETES_VERSION}.gitMinor`]: minor,
    [`${KUBERNETES_VERSION}.gitTreeState`]: "clean",
    [`${KUBERNETES_VERSION}.gitCommit`]: "unknown",
    [`${KUBERNETES_VERSION}.buildDate`]: "1970-01-01T00:00:00Z",
  };
}

/** What can be built, in the order in which it is built. */
export const FAMILIES: readonly (Family & { readonly packages: Readonly<Partial<Record<Program, string>>> })[] = [
  {
    name: "pulumi",
    module: "github.com/pulumi/pulumi/pkg/v3",
    packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
    stamps: (version) => ({ "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version }),
    sharedNumbers: 1,
    cold: { minutes: 3.2, modules: 800, objects: 600, programs: 115 },
  },
  {
    name: "etcd",
    module: "go.etcd.io/etcd/server/v3",
    packages: { etcd: "go.etcd.io/etcd/server/v3" },
    stamps: () => ({}),
    sharedNumbers: 2,
    cold: { minutes: 0.4, modules: 150, objects: 100, programs: 25 },
  },
  {
    name: "kubernetes",
    module: "k8s.io/kubernetes",
    packages: {
      "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
      "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
      "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
    },
    stamps: kubernetesStamps,
    sharedNumbers: 2,
    cold: { minutes: 5.2, modules: 1000, objects: 800, programs: 306 },
  },
  {
    name: "kwok",
    module: "sigs.k8s.io/kwok",
    packages: { kwok: "sigs.k8s.io/kwok/cmd/kwok" },
    stamps: () => ({}),
    sharedNumbers: 2,
    cold: { minutes: 1, modules: 350, objects: 300, programs: 64 },
  },
];

/** The programs of a family. */
export function programsOf(family: Family): string[] {
  return Object.keys(family.packages);
}
