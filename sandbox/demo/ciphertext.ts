import { type DemoStep, must } from "./step.js";

const NAMESPACE = "payments";
const NAME = "credentials";
const PREFIX = "k8s:enc:secretbox:v1:";

/** What etcd itself holds under the Secret's key, read with the API server's client certificate. */
export const ciphertext: DemoStep = {
  title: "The stack's Secret, as etcd holds it",
  async run({ cluster }) {
    const { data } = await cluster.api.json<{ data: Record<string, string> }>(
      "GET",
      `/api/v1/namespaces/${NAMESPACE}/secrets/${NAME}`,
    );
    const values = Object.values(data).map((value) => Buffer.from(value, "base64"));
    must(
      values.length > 0 && values.every(({ length }) => length > 0),
      "The Secret is empty, so there is nothing to hide.",
    );
    const key = `/registry/secrets/${NAMESPACE}/${NAME}`;
    const { kvs } = await cluster.etcd.json<{ kvs?: { value: string }[] }>("POST", "/v3/kv/range", {
      key: Buffer.from(key).toString("base64"),
    });
    must(kvs?.[0] !== undefined, `etcd has nothing under ${key}.`);
    const stored = Buffer.from(kvs[0].value, "base64");
    must(stored.subarray(0, PREFIX.length).toString("latin1") === PREFIX, `${key} is not encrypted by secretbox.`);
    must(!values.some((value) => stored.includes(value)), `${key} holds the secret's value in plain text.`);
    const shown = stored
      .subarray(PREFIX.length + "sandbox:".length)
      .subarray(0, 16)
      .toString("hex");
    return [
      `${key}`,
      `  ${stored.subarray(0, PREFIX.length + "sandbox:".length).toString("latin1")}${shown}… (${stored.length} bytes)`,
    ];
  },
};
