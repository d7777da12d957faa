import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { HardenedCronJob, HardenedDeployment, type WorkloadArgs } from "../../../components/index.js";
import { evaluate } from "../../../policy-pack/evaluate.js";
import { policies } from "../../../policy-pack/policies/index.js";
import { plain } from "../../../policy-pack/unknown.js";
import { registered } from "../../support/recorded-resources.js";

const BY = { reason: "The vendor's image needs it.", owner: "team-shop", expires: "2026-12-31" };
const ARGS = { namespace: "shop", image: `registry.example/web:1.4.2@sha256:${"0".repeat(64)}` };

const LOOSENED: Readonly<Record<string, Partial<WorkloadArgs>>> = {
  allowRootUser: { allowRootUser: BY },
  "allowRootUser in a user namespace": { allowRootUser: BY, userNamespace: true },
  allowWritableRootFilesystem: { allowWritableRootFilesystem: BY },
  "allowAddedCapabilities of the default set": { allowAddedCapabilities: { ...BY, capabilities: ["CHOWN"] } },
  "allowAddedCapabilities beyond it": { allowAddedCapabilities: { ...BY, capabilities: ["CHOWN", "NET_ADMIN"] } },
  allowSecretsInEnvironment: {
    allowSecretsInEnvironment: { ...BY, variables: { KEY: { secret: "login", key: "key" } } },
  },
  allowFloatingTag: { allowFloatingTag: BY, image: "registry.example/web" },
};
const CREATE = {
  Deployment: (args: Partial<WorkloadArgs>) => new HardenedDeployment("web", { ...ARGS, ...args, port: 8080 }),
  CronJob: (args: Partial<WorkloadArgs>) => new HardenedCronJob("web", { ...ARGS, ...args, schedule: "@daily" }),
};

/** Ids of the policies that they break, whatever the profile. */
const broken = (seen: readonly pulumi.runtime.MockResourceArgs[]): string[] =>
  evaluate(
    seen.map(({ type, name, inputs }) => ({ type, name, urn: `${type}::${name}`, props: plain(inputs) })),
    policies,
  ).map(({ policy }) => policy);

describe("loosened workloads", () => {
  for (const [kind, create] of Object.entries(CREATE))
    for (const [title, args] of Object.entries(LOOSENED))
      it(`${kind}, ${title}: is exempt from exactly the policies that this breaks`, async () => {
        const { userNamespace = false } = args;
        const usual = new Set(broken(await registered(() => create({ userNamespace }))));
        const seen = await registered(() => create(args));
        const [exemption, ...others] = seen.filter(({ type }) => type === "rampart:index:Exemption");
        assert.deepEqual(others, []);
        const { policies: exempt, targetType, targetName, ...rest } = exemption?.inputs ?? {};
        assert.deepEqual(
          [...exempt].sort(),
          broken(seen)
            .filter((id) => !usual.has(id))
            .sort(),
        );
        assert.deepEqual(rest, BY);
        assert.match(targetType, new RegExp(`:${kind}$`));
        assert.match(targetName, /^web-(?:deployment|cron-job)$/);
      });

  it("are exempt from nothing where nothing is loosened", async () => {
    const seen = await registered(() => CREATE.Deployment({}));
    assert.deepEqual(
      seen.filter(({ type }) => type === "rampart:index:Exemption"),
      [],
    );
  });
});
