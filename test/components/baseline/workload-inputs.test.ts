import assert from "node:assert/strict";
import { HardenedCronJob, HardenedDeployment } from "../../../components/index.js";
import { ARGS, WORKLOADS } from "./workload-kinds.js";

const DAY = "2026-12-31";
const BY = { reason: "a", owner: "b", expires: DAY };
const WRONG: readonly (readonly [object, string])[] = [
  [
    { namespace: "kube-system" },
    "namespace: must not be one of default, kube-system, kube-public, kube-node-lease, got",
  ],
  [{ namespace: "Shop" }, 'namespace: must be at most 63 lower-case letters, digits and "-", got "Shop"'],
  ...["web", "web:latest", "registry.example:5000/web", "registry.example:5000/web:latest"].map(
    (image) => [{ image }, `image: must have a digest or a tag other than latest, got "${image}"`] as const,
  ),
  ...["", "Web:1", "web :1", "https://registry.example/web:1", "web@sha256:0"].map(
    (image) => [{ image }, `image: must be a reference such as "registry.example/web:1.4.2", got "${image}"`] as const,
  ),
  [{ environment: { "A=B": "c" } }, 'environment: must have names of letters, digits, "_", "-" and ".", got "A=B"'],
  [{ writablePaths: { cache: "1Mi" } }, 'writablePaths: must have absolute paths below "/", such as'],
  [{ writablePaths: { "/": "1Mi" } }, 'writablePaths: must have absolute paths below "/", such as'],
  [{ writablePaths: { "/a/../b": "1Mi" } }, 'writablePaths: must have absolute paths below "/", such as'],
  [{ writablePaths: { "/a": "1MB" } }, 'writablePaths["/a"]: must be a Kubernetes quantity such as'],
  [{ writablePaths: { "/a": "0" } }, 'writablePaths["/a"]: must be above 0, got "0"'],
  [{ secretFiles: { "/tmp": "a" } }, 'writablePaths, secretFiles, configFiles: must not share "/tmp"'],
  [{ secretFiles: { "/a": "A" } }, 'secretFiles["/a"]: must be at most 253 lower-case letters, digits, "-" and "."'],
  [{ configFiles: { a: "a" } }, 'configFiles: must have absolute paths below "/", such as'],
  [{ resources: { memory: "128MB" } }, "resources.memory: must be a Kubernetes quantity such as"],
  [{ resources: { cpuLimit: "0" } }, 'resources.cpuLimit: must be above 0, got "0"'],
  [{ runAsId: 0 }, "runAsId: must be a whole number from 1 to 2147483647, got 0"],
  [
    { terminationGracePeriodSeconds: -1 },
    "terminationGracePeriodSeconds: must be a whole number from 0 to 86400, got -1",
  ],
  [{ allowRootUser: { ...BY, reason: " " } }, 'allowRootUser: reason must be a text, got " "'],
  [
    { allowFloatingTag: { ...BY, expires: "soon" } },
    'allowFloatingTag: expires must be a day such as "2026-12-31", got',
  ],
  [
    { allowAddedCapabilities: { ...BY, capabilities: [] } },
    "allowAddedCapabilities.capabilities: must have at least one",
  ],
  ...["ALL", "CAP_CHOWN", "chown"].map(
    (name) =>
      [
        { allowAddedCapabilities: { ...BY, capabilities: [name] } },
        `allowAddedCapabilities.capabilities: must be names such as "CHOWN", without the prefix "CAP_", got "${name}"`,
      ] as const,
  ),
  [
    { allowAddedCapabilities: { ...BY, capabilities: ["NET_BIND_SERVICE"] } },
    "allowAddedCapabilities.capabilities: must not have NET_BIND_SERVICE; use `privilegedPort`",
  ],
  [
    { allowSecretsInEnvironment: { ...BY, variables: {} } },
    "allowSecretsInEnvironment.variables: must have at least one, got none",
  ],
];

for (const [kind, create] of Object.entries(WORKLOADS))
  describe(`inputs of Hardened${kind}`, () => {
    for (const [args, message] of WRONG)
      it(`refuses ${JSON.stringify(args)}`, () => {
        assert.throws(
          () => create(args),
          (error: Error) => error.message.startsWith(message),
          message,
        );
      });

    it("never prints a value of its environment", () => {
      assert.throws(
        () => create({ environment: { "A B": "hunter2" } }),
        (error: Error) => !error.message.includes("hunter2"),
      );
    });
  });

describe("inputs of servers and batch", () => {
  for (const [create, message] of [
    [() => WORKLOADS.Deployment?.({ port: 80 }), "port: must be a whole number from 1024 to 65535, got 80"],
    [() => WORKLOADS.Deployment?.({ port: 8080.5 }), "port: must be a whole number from 1024 to 65535, got 8080.5"],
    [() => WORKLOADS.StatefulSet?.({ port: 65_536 }), "port: must be a whole number from 1024 to 65535, got 65536"],
    [() => WORKLOADS.Deployment?.({ port: 0, privilegedPort: true }), "port: must be a whole number from 1 to 65535"],
    [() => WORKLOADS.Deployment?.({ selector: {} }), "selector: must have at least one label, got {}"],
    [() => WORKLOADS.Deployment?.({ selector: { "a b": "c" } }), 'selector: must have keys such as "team"'],
    [() => WORKLOADS.Deployment?.({ deploymentName: "Web" }), "deploymentName: must be at most 253 lower-case letters"],
    [() => WORKLOADS.Deployment?.({ port: 8080, serviceName: "a.b" }), "serviceName: must be at most 63 lower-case"],
    [
      () => WORKLOADS.Deployment?.({ port: 8080, servicePort: 0 }),
      "servicePort: must be a whole number from 1 to 65535",
    ],
    [
      () => WORKLOADS.Deployment?.({ port: undefined, servicePort: 80 }),
      "servicePort, serviceName: must not be given without port",
    ],
    [() => WORKLOADS.Deployment?.({ replicas: -1 }), "replicas: must be a whole number from 0 to 10000, got -1"],
    [() => WORKLOADS.Deployment?.({ probes: { livenessPath: "ok" } }), "probes.livenessPath: must be a path such as"],
    [() => WORKLOADS.StatefulSet?.({ storage: { path: "data", size: "1Gi" } }), "storage.path: must have absolute"],
    [() => WORKLOADS.StatefulSet?.({ storage: { path: "/data", size: "0Gi" } }), "storage.size: must be above 0, got"],
    [
      () => WORKLOADS.StatefulSet?.({ storage: { path: "/tmp", size: "1Gi" } }),
      "writablePaths, secretFiles, configFiles",
    ],
    [() => WORKLOADS.Job?.({ retries: 0.5 }), "retries: must be a whole number from 0 to 100, got 0.5"],
    [
      () => WORKLOADS.CronJob?.({ deadlineSeconds: 0 }),
      "deadlineSeconds: must be a whole number from 1 to 604800, got 0",
    ],
    [
      () => WORKLOADS.CronJob?.({ timeZone: "+01:00" }),
      'timeZone: must be a name such as "Europe/Berlin", got "+01:00"',
    ],
    [
      () => WORKLOADS.CronJob?.({ timeZone: "Berlin" }),
      'timeZone: must be a name such as "Europe/Berlin", got "Berlin"',
    ],
    [() => new HardenedCronJob("a".repeat(53), { ...ARGS, schedule: "@daily" }), "name: must be at most 52 lower-case"],
    [
      () => new HardenedDeployment("9web", ARGS),
      'name: must be at most 63 lower-case letters, digits and "-", beginning',
    ],
  ] as const satisfies readonly (readonly [() => unknown, string])[])
    it(`refuse: ${message}`, () => {
      assert.throws(create, (error: Error) => error.message.startsWith(message));
    });
});
