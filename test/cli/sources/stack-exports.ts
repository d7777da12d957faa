import { COMPLIANT_POD } from "../../policy-pack/pods.js";

/** A resource in an export, as far as its test states it. */
export interface ExportedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs?: object;
  readonly [field: string]: unknown;
}

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::test::${type}::${name}`;

const stored = ({ type, name, ...rest }: ExportedResource): object => ({
  urn: urnOf(type, name),
  custom: true,
  type,
  ...rest,
});

/** The text of a stack's export, in the form of the engine. */
export const exported = (resources: readonly ExportedResource[], deployment: object = {}): string =>
  JSON.stringify(
    { version: 3, deployment: { manifest: {}, resources: resources.map(stored), ...deployment } },
    undefined,
    4,
  );

/** An interrupted operation. */
export const pending = (type: string, resource: ExportedResource): object => ({ type, resource: stored(resource) });

/** A pod that breaks nothing, and one that shares the node's process ids. */
export const GOOD: ExportedResource = {
  type: "kubernetes:core/v1:Pod",
  name: "good",
  inputs: { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "shop" }, spec: COMPLIANT_POD },
};
export const BAD: ExportedResource = {
  ...GOOD,
  name: "bad",
  inputs: { ...GOOD.inputs, metadata: { name: "shell", namespace: "shop" }, spec: { ...COMPLIANT_POD, hostPID: true } },
};

/** A secret as an export has it; without the text it is encrypted. */
export const secret = (plaintext?: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...(plaintext === undefined ? { ciphertext: "v1:abc:def" } : { plaintext: JSON.stringify(plaintext) }),
});
