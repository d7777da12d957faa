/** A control plane could not be started, or ended; the message says why and where the logs are. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
}
