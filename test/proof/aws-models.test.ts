import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ToolchainError } from "../../sandbox/toolchain/index.js";
import { CALLS } from "../support/aws-models/calls/index.js";
import { DOCUMENTED } from "../support/aws-models/documented.js";
import { fetchedModels, SERVICES, type Service } from "../support/aws-models/fetched.js";
import { type Models, violationsOf } from "../support/aws-models/index.js";
import { UNKNOWN } from "../support/aws-models/settled.js";
import { recordAwsResources } from "../support/aws-outputs.js";
import type { RecordedResource } from "../support/recorded-resources.js";
import { awsModels, describeWithModels } from "../support/tiers.js";
import { BAD_INPUTS } from "./aws-models/bad-inputs.js";
import { SampleCluster } from "./aws-models/sample/index.js";

describeWithModels("AWS's own models", () => {
  let models: Models;
  let sample: readonly RecordedResource[];
  before(async () => {
    models = await awsModels();
    sample = await recordAwsResources(() => new SampleCluster("sample"));
  });

  for (const [
    what,
    {
      type,
      inputs: { logical, ...inputs },
      violation,
    },
  ] of Object.entries(BAD_INPUTS))
    it(`tell of ${what}`, () => {
      const good = sample.find((resource) => resource.type === type) ?? { type, name: "sample", inputs: {} };
      assert.deepEqual(type in CALLS ? violationsOf(models, good) : [], []);
      const name = typeof logical === "string" ? logical : good.name;
      const violations = violationsOf(models, { type, name, inputs: { ...good.inputs, ...inputs } });
      assert.equal(violations.length, 1, violations.join("\n"));
      assert.ok(violations[0]?.includes(violation), violations[0]);
    });

  it("say nothing of what is known at deployment only", () => {
    const inputs = {
      clusterName: UNKNOWN,
      principalArn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      type: UNKNOWN,
      tags: UNKNOWN,
    };
    assert.deepEqual(violationsOf(models, { type: "aws:eks/accessEntry:AccessEntry", name: "a", inputs }), []);
  });

  it("see what is secret", async () => {
    const inputs = { name: pulumi.secret("no name"), roleArn: "arn", vpcConfig: { subnetIds: [] } };
    const [cluster] = await recordAwsResources(() => new aws.eks.Cluster("a", inputs));
    assert.deepEqual(cluster && violationsOf(models, cluster), [
      'aws:eks/cluster:Cluster a: name must match ^[0-9A-Za-z][A-Za-z0-9\\-_]*, got "no name" (eks CreateCluster)',
    ]);
  });

  it("have every operation that is named, and the sample uses each", () => {
    for (const { service, calls } of Object.values(CALLS))
      for (const operation of calls) assert.ok(models.of(service).inputOf(operation));
    const used = new Set(sample.map(({ type }) => type));
    assert.deepEqual(
      Object.keys(CALLS).filter((type) => !used.has(type)),
      [],
    );
    const services = new Set(Object.values(CALLS).map(({ service }) => service));
    assert.deepEqual([...services].sort(), SERVICES);
  });

  it("say in words what we take from them in words", () => {
    for (const [name, { quote, allowed, holds }] of Object.entries(DOCUMENTED)) {
      const [service = "", shapeName = "", member = ""] = name.split(".");
      const model = models.of(service as Service);
      const reference = model.shape(shapeName).members?.[member];
      const words = `${reference?.documentation}${model.shape(reference?.shape ?? "").documentation}`;
      assert.ok(words.includes(quote), `${name} says no longer "${quote}": ${words}`);
      assert.equal(holds(Symbol("none of them")), false, allowed);
    }
  });
});

describe("fetching AWS's models", () => {
  const folder = mkdtempSync(join(tmpdir(), "rampart-models-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("says what to install where there is no Python", async () => {
    await assert.rejects(fetchedModels({ RAMPART_CACHE_DIR: folder, PATH: folder }), (error) => {
      assert.ok(error instanceof ToolchainError);
      assert.equal(error.message, "Missing: AWS's service models. To have them fetched, install Python 3 with pip.");
      return true;
    });
  });

  it("says what pip said where it cannot fetch them, and leaves nothing", async () => {
    const env = { ...process.env, RAMPART_CACHE_DIR: folder, PIP_NO_INDEX: "1", PIP_CONFIG_FILE: "/dev/null" };
    await assert.rejects(
      fetchedModels(env),
      /^ToolchainError: AWS's service models could not be fetched by pip:\n {2}.*ERROR/s,
    );
  });
});
