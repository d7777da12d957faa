import { join } from "node:path";
import { stringify } from "yaml";
import type { EncryptionConfiguration } from "../../components/control-plane/index.js";
import { type Cluster, temporaryFolder } from "../../sandbox/cluster.js";
import { apiServer } from "../../sandbox/control-plane/commands.js";
import { HttpsClient } from "../../sandbox/control-plane/https-client.js";
import { freePorts } from "../../sandbox/control-plane/ports.js";
import { writePrivate } from "../../sandbox/control-plane/private-files.js";
import { ProcessGroup } from "../../sandbox/control-plane/processes.js";
import { eventually } from "./eventually.js";
import { toolchain } from "./tiers.js";

/** A further API server in front of a cluster's etcd. */
export interface FurtherApiServer {
  /** It, above RBAC. */
  readonly api: HttpsClient;
  /** Puts another encryption configuration in the place of its own. */
  encrypt(configuration: EncryptionConfiguration): void;
  stop(): Promise<void>;
}

export interface FurtherApiServerArgs {
  readonly cluster: Cluster;
  readonly encryption: EncryptionConfiguration;
  /** Whether it answers already, and may be used. */
  readonly ready: (api: HttpsClient) => Promise<boolean>;
  /** Path of another program. @default the cluster's */
  readonly executable?: string;
  /** Where its objects are in etcd. @default where the cluster's are */
  readonly prefix?: string;
}

/** Starts it with the cluster's files, but for the one of encryption. */
export async function startApiServer(args: FurtherApiServerArgs): Promise<FurtherApiServer> {
  const { cluster, executable, prefix, ready } = args;
  const { layout } = cluster;
  const { folder, remove } = temporaryFolder();
  const encryption = join(folder, "encryption.yaml");
  const auditLog = join(folder, "audit.log");
  const encrypt = (configuration: EncryptionConfiguration) => {
    writePrivate(encryption, stringify(configuration));
  };
  encrypt(args.encryption);
  const [port = 0] = await freePorts(1);
  const server = `https://127.0.0.1:${port}`;
  const own: Readonly<Record<string, string>> = { encryption, auditLog };
  const command = apiServer(await toolchain(), {
    ...layout,
    server,
    ports: { ...layout.ports, apiServer: port },
    file: (name) => own[name] ?? layout.file(name),
  });
  const api = new HttpsClient(
    server,
    cluster.authority,
    await layout.issue({ commonName: "above-rbac", groups: ["system:masters"] }),
  );
  const group = new ProcessGroup(folder);
  const stop = async () => {
    api.close();
    await group.stop();
    remove();
  };
  try {
    group.start({
      ...command,
      executable: executable ?? command.executable,
      args: [...command.args, ...(prefix === undefined ? [] : [`--etcd-prefix=${prefix}`])],
    });
    await Promise.race([eventually("an API server", () => ready(api)), group.failure]);
    return { api, encrypt, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
