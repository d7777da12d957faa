import { readFileSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import { reveal, stringAt, type Value, type ValueMap } from "../provider/values.js";
import { ObjectApi } from "./api.js";
import { Connection, loadConfig } from "./connection.js";

/** Set by the sandbox: the only cluster that its engine may reach. */
const SANDBOX_VARIABLE = "RAMPART_SANDBOX_KUBECONFIG";

export interface Configured {
  readonly api: ObjectApi;
  readonly defaultNamespace: string;
  /** `group/Kind` of objects whose data may change in place. */
  readonly mutableData: readonly string[];
  readonly patchForce: boolean;
  readonly close: () => void;
}

/** Inputs of the official provider that ours does not have; ignoring them would change what a program does. */
const UNSUPPORTED = ["renderYamlToDirectory", "deleteUnreachable", "skipUpdateUnreachable", "upsertExistingObjects"];

/** SDKs send booleans as JSON text. */
const isTrue = (value: Value | undefined): boolean => value === true || stringAt(value) === "true";
const isFalse = (value: Value | undefined): boolean => value === false || stringAt(value) === "false";
const unsupported = (what: string): Error =>
  new Error(
    `${what}: not supported by Rampart's own Kubernetes plugin; use the official one (RAMPART_PLUGINS=official)`,
  );

/**
 * Connects to the cluster that the provider's inputs name.
 * @throws Error when an input is not supported, or the cluster is another than the sandbox that runs us.
 */
export async function configure(inputs: ValueMap): Promise<Configured> {
  for (const name of UNSUPPORTED)
    if (inputs[name] !== undefined && inputs[name] !== null && !isFalse(inputs[name])) throw unsupported(name);
  if (isFalse(inputs.enableServerSideApply)) throw unsupported("enableServerSideApply: false");
  const connection = await Connection.open({
    kubeconfig: kubeconfigOf(inputs),
    context: stringAt(inputs.context),
    cluster: stringAt(inputs.cluster),
  });
  assertSandbox(connection.server);
  return {
    api: new ObjectApi(connection),
    defaultNamespace: stringAt(inputs.namespace) ?? connection.namespace ?? "default",
    mutableData: [
      ...(isTrue(inputs.enableConfigMapMutable) ? ["/ConfigMap"] : []),
      ...(isTrue(inputs.enableSecretMutable) ? ["/Secret"] : []),
    ],
    patchForce: isTrue(inputs.enablePatchForce),
    close: () => connection.close(),
  };
}

function kubeconfigOf({ kubeconfig }: ValueMap): string | undefined {
  if (kubeconfig === undefined || kubeconfig === null) return undefined;
  return stringAt(kubeconfig) ?? JSON.stringify(reveal(kubeconfig));
}

/**
 * Address of the API server that the provider's inputs name, to tell whether two sets of inputs mean the same cluster.
 * @returns undefined when that cannot be said.
 */
export function serverOf(inputs: ValueMap): string | undefined {
  try {
    const kubeconfig = kubeconfigOf(inputs);
    return loadConfig({
      kubeconfig,
      context: stringAt(inputs.context),
      cluster: stringAt(inputs.cluster),
    }).getCurrentCluster()?.server;
  } catch {
    return undefined;
  }
}

function assertSandbox(server: string): void {
  const path = process.env[SANDBOX_VARIABLE];
  if (path === undefined) return;
  const sandbox = new KubeConfig();
  sandbox.loadFromString(readFileSync(path, "utf8"));
  const allowed = sandbox.getCurrentCluster()?.server;
  if (server !== allowed)
    throw new Error(
      `the sandbox reaches no other cluster than its own: ${allowed} is allowed, ${server} was asked for`,
    );
}
