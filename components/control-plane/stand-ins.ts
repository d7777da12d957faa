import * as pulumi from "@pulumi/pulumi";

/** Values of the right form for inputs that other resources or the configuration's secrets usually give. */
export const STAND_INS = {
  controlPlaneEndpoint: "k8s.example.com:6443",
  secret: Buffer.alloc(32).toString("base64"),
  bootstrapToken: "abcdef.0123456789abcdef",
  server: "https://webhook.example.com",
  certificateAuthority: "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
  clientCertificate: "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
  clientKey: "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
} as const;

const { server, certificateAuthority, clientCertificate, clientKey } = STAND_INS;
export const STAND_IN_WEBHOOK = { server, certificateAuthority, clientCertificate, clientKey } as const;

/**
 * A copy with a stand-in for each value that is not known yet; `undefined` where one of them has none, by its name.
 */
export function withStandIns(args: object): unknown {
  let complete = true;
  const known = (value: unknown, name = ""): unknown => {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
      complete &&= name in STAND_INS;
      return (STAND_INS as Readonly<Record<string, string>>)[name];
    }
    if (Array.isArray(value)) return value.map((item) => known(item, name));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, known(item, key)]));
  };
  const copy = known(args);
  return complete ? copy : undefined;
}
