import type proto from "@pulumi/pulumi/proto/resource_pb.js";
import type { Answers } from "./invokes.js";
import { completed, type KubernetesProvider, kubernetesProvider, objectId } from "./kubernetes-inputs.js";
import { isYamlComponent, nameOfObject, objectsOfComponent, typeOfObject } from "./kubernetes-manifests.js";
import { notRendered, remoteComponent, unreadYaml } from "./messages.js";
import { traceOf } from "./positions.js";
import { isStack, type RecordedResource, type Recording } from "./recording.js";
import type { Transforms } from "./transforms.js";
import { fromStruct } from "./wire.js";
import { unmarked, type WireMap } from "./wire-values.js";

/** Components of the SDK whose objects come of a call that a provider answers. */
const RENDERED_BY: Readonly<Record<string, string>> = {
  "kubernetes:helm.sh/v3:Chart": "kubernetes:helm:template",
  "kubernetes:helm.sh/v2:Chart": "kubernetes:helm:template",
  "kubernetes:kustomize:Directory": "kubernetes:kustomize:directory",
};

/** Components that are rendered by a provider on its own. */
const RENDERED = /^kubernetes:(?:helm\.sh\/v4:Chart|kustomize\/v2:Directory)$/;

const PROVIDER = "pulumi:providers:kubernetes";

/** What the program gets to know of its resource; an empty id is one that only a provider knows. */
export interface Registered {
  readonly urn: string;
  readonly id: string;
  readonly outputs: WireMap;
}

/** Takes the resources of a program and answers with what a preview would: inputs as outputs. */
export class Registrations {
  constructor(
    private readonly recording: Recording,
    private readonly transforms: Transforms,
    private readonly answers: Answers,
    /** The folder in which a provider would read files. */
    private readonly folder: string,
    /** What the stack's configuration says of providers that no program makes. */
    private readonly defaultProvider: KubernetesProvider,
  ) {}

  async register(request: proto.RegisterResourceRequest): Promise<Registered> {
    const [type, name] = [request.getType(), request.getName()];
    const parent = isStack({ type }) ? "" : request.getParent() || this.recording.stackUrn;
    const urn = this.recording.urnOf(type, name, parent);
    const parents = [...this.recording.lineage(parent)].map((resource) => resource.urn);
    const transformed = await this.transforms.resource(request, parents);
    this.transforms.addToResource(urn, request.getTransformsList());
    const provider = this.providerOf(transformed.provider);
    const inputs = request.getCustom() ? completed(type, name, transformed.inputs, provider) : transformed.inputs;
    const [custom, remote] = [request.getCustom(), request.getRemote()];
    const trace = traceOf(request.getStacktrace(), request.getSourceposition());
    const dependencies = dependenciesOf(request);
    const resource = { urn, type, name, parent, custom, remote, inputs, dependencies, trace };
    this.recording.add(resource);
    if (remote) this.expand(resource, this.providerOf(request.getProvidersMap().get("kubernetes") ?? ""));
    // The outputs of a component are its own affair; those of a remote one are unknown.
    return request.getCustom() ? { urn, id: objectId(type, inputs), outputs: inputs } : { urn, id: "", outputs: {} };
  }

  /** What can be told only when the program has ended: which calls a fixture was there for. */
  conclude(): void {
    for (const { urn, type } of this.recording.resources.values()) {
      const token = RENDERED_BY[type];
      if (token !== undefined && !this.answers.rendered.has(token))
        this.recording.addUnseen({ urn, ...notRendered(type) });
    }
  }

  read(request: proto.ReadResourceRequest): { readonly urn: string; readonly state: WireMap } {
    const type = request.getType();
    const urn = this.recording.urnOf(type, request.getName(), request.getParent());
    return { urn, state: this.answers.read(type, request.getId(), fromStruct(request.getProperties())) };
  }

  /** By its reference: URN and id. */
  private providerOf(reference: string): KubernetesProvider {
    const provider = this.recording.resources.get(reference.slice(0, reference.lastIndexOf("::")));
    return provider?.type === PROVIDER ? kubernetesProvider(provider.inputs) : this.defaultProvider;
  }

  /** A component that its provider would make: what can be read here is recorded, and the rest told of. */
  private expand(component: RecordedResource, provider: KubernetesProvider): void {
    const { urn, type, name, inputs } = component;
    if (!isYamlComponent(type)) {
      this.recording.addUnseen({ urn, ...(RENDERED.test(type) ? notRendered(type) : remoteComponent(type)) });
      return;
    }
    const prefix = unmarked(inputs.resourcePrefix);
    for (const part of objectsOfComponent(inputs, this.folder)) {
      if ("unread" in part) {
        this.recording.addUnseen({ urn, ...unreadYaml(type, part.unread) });
        continue;
      }
      const childType = typeOfObject(part.object);
      const placed = completed(childType, name, part.object, provider);
      const childName = nameOfObject(placed, typeof prefix === "string" ? prefix : name);
      const childUrn = this.recording.urnOf(childType, childName, urn);
      const child = { urn: childUrn, type: childType, name: childName, parent: urn, custom: true, remote: false };
      this.recording.add({ ...child, inputs: placed, dependencies: {}, trace: [] });
    }
  }
}

const dependenciesOf = (request: proto.RegisterResourceRequest): RecordedResource["dependencies"] =>
  Object.fromEntries(
    request
      .getPropertydependenciesMap()
      .toArray()
      .map(([property, urns]) => [property, urns.getUrnsList()]),
  );
