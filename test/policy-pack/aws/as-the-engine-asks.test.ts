import assert from "node:assert/strict";
import { RunningPack } from "../running-pack.js";

const ROLE = "aws:iam/role:Role";
const KEY = "aws:kms/key:Key";
/** What the engine sends in place of a text that is not known yet, and around a secret. */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("documents of IAM in the pack as the engine runs it", () => {
  let pack: RunningPack;
  before(async () => {
    pack = await RunningPack.start();
  });
  after(() => pack?.close());

  const found = async (type: string, props: Record<string, unknown>) =>
    (await pack.analyze(type, "example", props)).map(({ policyname, message }) => ({
      policyname,
      text: message.slice(message.indexOf("\n") + 1),
    }));

  const trust = (principal: unknown) => ({
    assumeRolePolicy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
    },
  });

  it("NSA-CLD-02: refuse a role that everybody can take on, and take one of a named account", async () => {
    assert.deepEqual(await found(ROLE, trust("arn:aws:iam::111122223333:root")), []);
    const [open, ...rest] = await found(ROLE, trust("*"));
    assert.deepEqual(rest, []);
    assert.equal(open?.policyname, "no-open-role-trust");
    assert.match(open?.text ?? "", /^statement must not let everybody in \(assumeRolePolicy\.Statement\[0\]\)\. Fix: /);
  });

  it("leave open what an unknown principal decides, and name its place", async () => {
    const [open, ...rest] = await found(ROLE, trust(UNKNOWN_STRING));
    assert.deepEqual(rest, []);
    assert.equal(open?.policyname, "rampart-undecided");
    assert.match(open?.text ?? "", /^assumeRolePolicy\.Statement\[0\]\.Principal\.AWS is unknown until deployment/);
  });

  it("leave a document open that is unknown as a whole, and judge the rest of the resource", async () => {
    const names = (await found(KEY, { policy: UNKNOWN_STRING })).map(({ policyname }) => policyname);
    assert.deepEqual(names.sort(), ["rampart-undecided", "require-kms-key-rotation"]);
  });

  it("judge a document that is a secret, and quote nothing of it", async () => {
    const policy = JSON.stringify({
      Statement: [{ Sid: "hunter2", Effect: "Allow", Principal: "*", Action: "kms:hunter2", Resource: "*" }],
    });
    const all = await found(KEY, { enableKeyRotation: true, policy: secret(policy) });
    assert.ok(all.some(({ policyname }) => policyname === "no-public-kms-keys"));
    for (const { text } of all) assert.doesNotMatch(text, /hunter2/);
  });
});
