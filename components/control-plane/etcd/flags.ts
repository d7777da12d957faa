import { absolutePath, httpsAddress, refuse } from "../../refusal.js";
import type { KeyPairFiles } from "../api-server/flags.js";
import type { Flags } from "../flags.js";
import { checkedTls, type TlsArgs } from "../tls.js";

/**
 * The hardening of etcd, for an installer that sets addresses and certificates itself (CIS-K8S-2.3, CIS-K8S-2.6,
 * V-242379, V-242380).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function hardenedEtcdFlags(args: TlsArgs = {}): Flags {
  const { minVersion, suites } = checkedTls(args);
  return {
    "auto-tls": false,
    "peer-auto-tls": false,
    "tls-min-version": `TLS${minVersion}`,
    // etcd does not start with suites of TLS 1.2 where it may not speak TLS 1.2.
    ...(minVersion === "1.2" ? { "cipher-suites": suites.join(",") } : {}),
  };
}

/** One member of an etcd cluster. */
export interface EtcdArgs extends TlsArgs {
  /** Name of this member. */
  readonly name: string;
  readonly dataFolder: string;
  /** Where clients find this member, https. */
  readonly clientAddress: string;
  /** Where the other members find this one, https. */
  readonly peerAddress: string;
  /** Peer addresses by name, with this member's own. @default this member alone */
  readonly members?: Readonly<Record<string, string>>;
  /** Authority that signs for clients of etcd and for nobody else: not that of the cluster. */
  readonly clientAuthority: string;
  readonly serving: KeyPairFiles;
  /** Authority that signs for members. */
  readonly peerAuthority: string;
  readonly peer: KeyPairFiles;
}

/**
 * Every flag of a hardened etcd that is started by hand: mutual TLS among members and with clients (CIS-K8S-2.1 to
 * CIS-K8S-2.7, NSA-CP-07, NSA-CP-08, V-242379, V-242380, V-242413, V-242423, V-242426 to V-242428, V-242432, V-242433).
 * @throws Error naming the input, the value got and what is allowed.
 */
export function etcdFlags(args: EtcdArgs): Flags {
  const { name, members = { [name]: args.peerAddress } } = args;
  const peer = httpsAddress("peerAddress", args.peerAddress);
  const client = httpsAddress("clientAddress", args.clientAddress);
  if (members[name] !== peer) refuse("members", `name this member as ${name}=${peer}`, members);
  return {
    name,
    "data-dir": absolutePath("dataFolder", args.dataFolder),
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": Object.entries(members)
      .map(([member, address]) => `${member}=${httpsAddress("members", address)}`)
      .join(","),
    "cert-file": absolutePath("serving.certificate", args.serving.certificate),
    "key-file": absolutePath("serving.key", args.serving.key),
    "trusted-ca-file": absolutePath("clientAuthority", args.clientAuthority),
    "client-cert-auth": true,
    "peer-cert-file": absolutePath("peer.certificate", args.peer.certificate),
    "peer-key-file": absolutePath("peer.key", args.peer.key),
    "peer-trusted-ca-file": absolutePath("peerAuthority", args.peerAuthority),
    "peer-client-cert-auth": true,
    ...hardenedEtcdFlags(args),
  };
}
