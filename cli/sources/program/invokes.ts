import type { Fixtures } from "./fixtures.js";
import { decoded } from "./kubernetes-manifests.js";
import { noFixture } from "./messages.js";
import type { Recording } from "./recording.js";
import { isWireMap, UNKNOWN_TEXT, unmarked, type WireMap } from "./wire-values.js";

/** One unknown value makes the whole answer unknown: nothing that is made of it is run or judged. */
const UNKNOWN_ANSWER: WireMap = { unknown: UNKNOWN_TEXT };

/** Calls by which the SDK of Kubernetes has something rendered; each stands in a component that is told of for itself. */
const RENDERING: ReadonlySet<string> = new Set(["kubernetes:helm:template", "kubernetes:kustomize:directory"]);

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** Answers what a program asks of providers and of the engine, as far as that can be known without them. */
export class Answers {
  /** Tokens of rendering that a fixture was there for. */
  readonly rendered = new Set<string>();

  constructor(
    private readonly fixtures: Fixtures,
    private readonly recording: Recording,
  ) {}

  /** @throws Error where the arguments themselves are wrong. */
  invoke(token: string, args: WireMap): WireMap {
    if (token === "pulumi:pulumi:getResource") return this.resource(String(args.urn));
    if (token === "kubernetes:yaml:decode") return { result: decoded(String(unmarked(args.text))) };
    const answer = this.fixtures.answer(token, args);
    if (RENDERING.has(token)) {
      if (answer !== undefined) this.rendered.add(token);
      return answer ?? { result: [] };
    }
    return answer ?? this.unknown(token);
  }

  /** A method of a resource. */
  call(token: string, args: WireMap): WireMap {
    const { __self__: _, ...given } = args;
    return this.fixtures.answer(token, given) ?? this.unknown(token);
  }

  /** The state of a resource that is there already. What no fixture states is unknown. */
  read(type: string, id: string, properties: WireMap): WireMap {
    if (type !== STACK_REFERENCE) return { ...properties, ...this.fixtures.answer(type, { id }) };
    const outputs = this.fixtures.answer(type, { name: properties.name ?? id });
    if (outputs === undefined) this.recording.addUnseen({ urn: this.recording.stackUrn, ...noFixture(type) });
    return {
      ...properties,
      outputs: outputs ?? UNKNOWN_TEXT,
      secretOutputNames: outputs === undefined ? UNKNOWN_TEXT : [],
    };
  }

  private resource(urn: string): WireMap {
    const found = this.recording.resources.get(urn);
    if (found === undefined) throw new Error(`unknown resource ${urn}`);
    return { urn, id: "", state: isWireMap(found.inputs) ? found.inputs : {} };
  }

  private unknown(token: string): WireMap {
    this.recording.addUnseen({ urn: this.recording.stackUrn, ...noFixture(token) });
    return UNKNOWN_ANSWER;
  }
}
