import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse, parseAllDocuments } from "yaml";
import {
  ControlPlaneFiles,
  type ControlPlaneFilesArgs,
  cloudInit,
  controlPlaneFiles,
} from "../../../components/index.js";
import { REPOSITORY } from "../../support/command.js";
import { EngineProject } from "../../support/engine-project.js";
import { kubeadmDryRun } from "../../support/kubeadm.js";
import { recordResources } from "../../support/recorded-resources.js";
import { describeWithOracle, describeWithTools } from "../../support/tiers.js";

const SECRET = Buffer.alloc(32, 7).toString("base64");
const TOKEN = "abcdef.0123456789abcdef";
const ARGS: ControlPlaneFilesArgs = {
  kubernetesVersion: "v1.37.2",
  controlPlaneEndpoint: "k8s.example.com:6443",
  encryptionKeys: [{ name: "one", secret: SECRET }],
  bootstrapToken: TOKEN,
};

describe("ControlPlaneFiles", () => {
  const made = async (args: ControlPlaneFilesArgs) => {
    let files: ControlPlaneFiles | undefined;
    await recordResources(() => {
      files = new ControlPlaneFiles("production", args);
    });
    assert.ok(files);
    return files;
  };
  const value = <T>(output: pulumi.Output<T>) => new Promise<T>((done) => output.apply(done));

  it("NSA-SEC-03, NSA-CP-10: keeps keys and credentials out of what is no secret", async () => {
    const files = await made(ARGS);
    assert.equal(await pulumi.isSecret(files.files), false);
    assert.equal(await pulumi.isSecret(files.workerFiles), false);
    assert.equal(await pulumi.isSecret(files.secretFiles), true);
    assert.equal(await pulumi.isSecret(files.cloudInit), true);
    const open = JSON.stringify([await value(files.files), await value(files.workerFiles)]);
    for (const secret of [SECRET, TOKEN]) assert.ok(!open.includes(secret));
    const hidden = await value(files.secretFiles);
    assert.match(hidden["/etc/kubernetes/rampart/encryption.yaml"] ?? "", new RegExp(SECRET));
    assert.match(hidden["/etc/kubernetes/rampart/kubeadm.yaml"] ?? "", new RegExp(TOKEN));
  });

  it("keeps what the program marks as a secret one, wherever it is written", async () => {
    const issuers = [{ url: pulumi.secret("https://login.internal"), audiences: ["kubernetes"] }];
    assert.equal(await pulumi.isSecret((await made({ ...ARGS, issuers })).files), true);
  });

  it("writes for cloud-init what it gives as files", async () => {
    const files = await made(ARGS);
    const text = await value(files.cloudInit);
    assert.match(text, /^#cloud-config\n/);
    const { write_files: entries } = parse(text) as {
      write_files: { path: string; content: string; owner: string; permissions: string }[];
    };
    const all = { ...(await value(files.files)), ...(await value(files.secretFiles)) };
    assert.deepEqual(Object.fromEntries(entries.map(({ path, content }) => [path, content])), all);
    for (const { owner, permissions } of entries) assert.deepEqual([owner, permissions], ["root:root", "0600"]);
    // Clouds take 16 KiB of user data.
    assert.ok(Buffer.byteLength(text) < 16_384, `${Buffer.byteLength(text)} bytes`);
  });

  it("V-242397: gives workers a kubelet without static pods", async () => {
    const { workerFiles } = await made(ARGS);
    const patch = parse(
      (await value(workerFiles))["/etc/kubernetes/rampart/patches/kubeletconfiguration+merge.yaml"] ?? "",
    );
    assert.equal(patch.staticPodPath, null);
  });

  it("waits for what other resources give", async () => {
    const files = await made({ ...ARGS, controlPlaneEndpoint: pulumi.output(Promise.resolve("10.0.0.1:6443")) });
    assert.match(Object.values(await value(files.secretFiles)).join(), /controlPlaneEndpoint: 10\.0\.0\.1:6443/);
  });

  const refused: Readonly<Record<string, readonly [Partial<ControlPlaneFilesArgs>, RegExp]>> = {
    "a version that is none": [{ kubernetesVersion: "latest" }, /^kubernetesVersion: must be a version.*got "latest"$/],
    "an endpoint without a port, although a secret is not known yet": [
      { controlPlaneEndpoint: "k8s.example.com", encryptionKeys: [{ name: "one", secret: pulumi.secret(SECRET) }] },
      /^controlPlaneEndpoint: must be .*got "k8s\.example\.com"$/,
    ],
    "a key that is neither": [
      { encryptionKeys: [{ name: "one" }] },
      /^encryptionKeys: must have a secret or an endpoint/,
    ],
    "an issuer without audience": [
      { issuers: [{ url: "https://login.example.com", audiences: [] }] },
      /^issuers\.audiences: must name one or more audiences/,
    ],
    "blocks of addresses that overlap": [
      { podCidrs: ["10.96.128.0/17"] },
      /^serviceCidrs: must not overlap with podCidrs 10\.96\.128\.0\/17, got "10\.96\.0\.0\/16"$/,
    ],
  };
  for (const [title, [args, message]] of Object.entries(refused))
    it(`refuses ${title}, in the constructor`, async () => {
      await assert.rejects(
        made({ ...ARGS, ...args }),
        ({ message: got }: Error) => message.test(got) || assert.fail(got),
      );
    });
});

describeWithOracle("kubeadm", "ControlPlaneFiles, by kubeadm", () => {
  const key = { name: "one", secret: SECRET };
  const webhook = {
    server: "https://hook.example.com",
    certificateAuthority: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n",
    clientCertificate: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n",
    clientKey: "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n",
  };
  const endpoint = { kubernetesVersion: "v1.37.2", controlPlaneEndpoint: "k8s.example.com:6443" };
  const settings = {
    "what a user must say": { ...endpoint, encryption: { keys: [key] } },
    "every service and a plugin of KMS": {
      ...endpoint,
      kubernetesVersion: "v1.36.1",
      encryption: { keys: [{ name: "hsm", endpoint: "unix:///run/kms/plugin.sock" }, key] },
      auditWebhook: webhook,
      authorizationWebhook: webhook,
      imagePolicyWebhook: webhook,
    },
  } as const;
  for (const [title, one] of Object.entries(settings))
    it(`says nothing that kubeadm does not take, with ${title}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "rampart-kubeadm-"));
      try {
        const { files, secretFiles } = controlPlaneFiles({ ...one, init: { advertiseAddress: "10.0.0.10" } });
        const all: Readonly<Record<string, string>> = { ...files, ...secretFiles };
        const written = parseAllDocuments(all["/etc/kubernetes/rampart/kubeadm.yaml"] ?? "");
        const run = await kubeadmDryRun(
          folder,
          written.map((document) => document.toJS()),
        );
        for (const value of Object.values(run.flags["kube-apiserver"]))
          if (value.startsWith("/etc/kubernetes/rampart/")) assert.ok(value in all, `${value} is not written`);
        assert.ok(cloudInit(all).includes("encryption.yaml"));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
});

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { ControlPlaneFiles } = require(${JSON.stringify(REPOSITORY)});
const written = new ControlPlaneFiles("production", ${JSON.stringify(ARGS)});
exports.files = written.files;
exports.secretFiles = written.secretFiles;
exports.cloudInit = written.cloudInit;
`;

describeWithTools("ControlPlaneFiles, by the engine", () => {
  it("NSA-CP-10: is made once, shows no secret, keeps none in plain text, and goes", async () => {
    const project = await EngineProject.create({ "index.js": PROGRAM });
    try {
      const { output } = await project.succeed(["up", "--yes", "--skip-preview"]);
      const state = JSON.stringify(await project.deployment());
      for (const secret of [SECRET, TOKEN]) {
        assert.ok(!output.includes(secret));
        assert.ok(!state.includes(secret));
      }
      assert.match(state, /audit-policy\.yaml/);
      await project.succeed(["preview", "--expect-no-changes"]);
      await project.succeed(["destroy", "--yes", "--skip-preview"]);
      assert.deepEqual((await project.deployment()).resources ?? [], []);
    } finally {
      project.close();
    }
  });
});
