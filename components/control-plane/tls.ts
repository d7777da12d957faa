import { oneOf, refuse } from "../refusal.js";
import type { Flags } from "./flags.js";

/** The lowest version of TLS that a server of the control plane speaks. */
export type TlsMinVersion = "1.2" | "1.3";

/** Suites with forward secrecy and authenticated encryption; those of TLS 1.3 cannot be chosen. */
export const CIPHER_SUITES = [
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
  "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
] as const;
export type CipherSuite = (typeof CIPHER_SUITES)[number];

export interface TlsArgs {
  /** @default "1.2" */
  readonly tlsMinVersion?: TlsMinVersion;
  /**
   * Suites of TLS 1.2, out of `CIPHER_SUITES`.
   * @default the four with AES, which FIPS 140-3 and the STIG allow
   */
  readonly cipherSuites?: readonly CipherSuite[];
}

/** What `TlsArgs` come down to. */
export interface Tls {
  readonly minVersion: TlsMinVersion;
  readonly suites: readonly CipherSuite[];
}

const DEFAULT_SUITES = CIPHER_SUITES.filter((suite) => suite.includes("_AES_"));

/** @throws Error naming the input when a version or a suite is unknown or weak, or when there is no suite. */
export function checkedTls({ tlsMinVersion = "1.2", cipherSuites = DEFAULT_SUITES }: TlsArgs): Tls {
  if (cipherSuites.length === 0)
    refuse("cipherSuites", `name one or more of ${CIPHER_SUITES.join(", ")}`, cipherSuites);
  return {
    minVersion: oneOf("tlsMinVersion", tlsMinVersion, ["1.2", "1.3"]),
    suites: cipherSuites.map((suite) => oneOf("cipherSuites", suite, CIPHER_SUITES)),
  };
}

/** The version as the programs of Kubernetes write it. */
export const tlsVersionName = ({ minVersion }: Tls): string => (minVersion === "1.2" ? "VersionTLS12" : "VersionTLS13");

/** Flags that every server of Kubernetes has (CIS-K8S-1.2.29, V-242376, V-242377, V-242378, V-242418). */
export function tlsFlags(args: TlsArgs): Flags {
  const tls = checkedTls(args);
  return { "tls-min-version": tlsVersionName(tls), "tls-cipher-suites": tls.suites.join(",") };
}
