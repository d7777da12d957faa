import { createRequire } from "node:module";
import type * as grpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { AnalyzerStackConfigureRequest, ConfigureAnalyzerRequest } from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { ReceivedEntry, StackValues } from "./configuration-from-engine.js";

/** Who wants to know of what the engine sends before it asks for the first verdict. */
export interface EngineListener {
  /** Comes before the engine asks for the pack's defaults, and not at all where there is no stack. */
  readonly stack: (stack: StackValues) => void;
  /**
   * Comes before the first resource; gives the level that each policy is to have.
   *
   * @throws Error whose message the engine shows, before anything is deployed.
   */
  readonly configured: (entries: ReadonlyMap<string, ReceivedEntry>) => ReadonlyMap<string, string>;
}

const LEVELS = ["ADVISORY", "MANDATORY", "DISABLED", "REMEDIATE"] as const;

/** From here and not by an import: it must be the copy that the SDK serves. */
const ofSdk = createRequire(require.resolve("@pulumi/policy"));

/**
 * Lets the pack see what the SDK keeps to itself: of a stack's configuration it takes the tags alone, and it tells a
 * policy nothing of the others, of names that no policy has, or of anything before that policy runs. Must be called
 * before the SDK serves; every request goes on to the SDK.
 */
export function listenToEngine({ stack, configured }: EngineListener): void {
  const { AnalyzerService } = ofSdk("@pulumi/pulumi/proto/analyzer_grpc_pb") as typeof grpc;
  const { EnforcementLevel } = ofSdk("@pulumi/pulumi/proto/analyzer_pb") as typeof messages;
  const levelNamed = new Map(LEVELS.map((level) => [level.toLowerCase(), EnforcementLevel[level]]));
  const nameOf = new Map<number, string>([...levelNamed].map(([name, level]) => [level, name]));

  before<AnalyzerStackConfigureRequest>(AnalyzerService.configureStack, (request) => {
    const project = request.getProject();
    // Engines that start the pack with the stack's configuration in its environment send the tags alone.
    if (project !== "") stack({ project, values: Object.fromEntries(request.getConfigMap().entries()) });
  });
  before<ConfigureAnalyzerRequest>(AnalyzerService.configure, (request) => {
    const entries = request.getPolicyconfigMap();
    const received = new Map<string, ReceivedEntry>();
    for (const [name, entry] of entries.entries())
      received.set(name, {
        level: nameOf.get(entry.getEnforcementlevel()) ?? "unknown",
        properties: entry.getProperties()?.toJavaScript() ?? {},
      });
    try {
      for (const [name, level] of configured(received))
        entries.get(name)?.setEnforcementlevel(levelNamed.get(level) ?? EnforcementLevel.MANDATORY);
    } catch (error) {
      // The SDK answers the engine with the stack trace of what it meets here.
      const { message } = error as Error;
      request.getPolicyconfigMap = () => {
        throw Object.assign(new Error(message), { stack: message });
      };
    }
  });
}

/** Has the request looked at when it is decoded. */
function before<R>(method: { requestDeserialize: (bytes: Buffer) => R }, look: (request: R) => void): void {
  const { requestDeserialize } = method;
  method.requestDeserialize = (bytes) => {
    const request = requestDeserialize(bytes);
    look(request);
    return request;
  };
}
