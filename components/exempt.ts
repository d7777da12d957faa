import * as pulumi from "@pulumi/pulumi";

/** Why a resource may violate policies of the pack, for how long, and who answers for it. */
export interface ExemptionArgs {
  /** Ids of the policies, e.g. `no-host-namespaces`. */
  policies: string[];
  /** Why the violation is there, for those who decide whether to renew the exemption. */
  reason: string;
  /** Who answers for it: a person or a team. */
  owner: string;
  /** Last day on which it holds, UTC, as `2026-12-31`. */
  expires: string;
}

interface RegisteredExemptionArgs extends ExemptionArgs {
  targetType: string;
  targetName: string;
}

/** What an exemption looks like in the state and in the diff; the policy pack reads its inputs. */
class Exemption extends pulumi.ComponentResource {
  constructor(name: string, args: RegisteredExemptionArgs, opts: pulumi.ComponentResourceOptions) {
    super("rampart:index:Exemption", name, args, opts);
    this.registerOutputs(args);
  }
}

/**
 * Exempts a resource from policies of the pack until a day; for a component, everything in it as well. To be called in
 * the same turn as the resource's `new`: the engine must know of the exemption before it judges the resource. Costs one
 * call from the engine to the program for every resource of the stack.
 *
 * ```ts
 * const agent = exempt(new kubernetes.apps.v1.DaemonSet("agent", { … }), {
 *   policies: ["no-host-namespaces"],
 *   reason: "The agent reads the processes of its node.",
 *   owner: "team-observability",
 *   expires: "2026-12-31",
 * });
 * ```
 *
 * @returns the resource.
 * @throws Error naming the argument, the value got and what is allowed.
 */
export function exempt<R extends pulumi.Resource>(resource: R, args: ExemptionArgs): R {
  checkExemption("exempt", args);
  const { type, name, parent } = identityOf(resource);
  const { policies, reason, owner, expires } = args;
  const kind = type.slice(type.lastIndexOf(":") + 1);
  const exemption = new Exemption(
    `${name}-${kind}-${policies.join("-")}`,
    { targetType: type, targetName: name, policies, reason, owner, expires },
    parent === undefined ? {} : { parent },
  );
  if (parent !== undefined) letGoFirst(exemption, resource, { type, name, parent });
  return resource;
}

interface Identity {
  readonly type: string;
  readonly name: string;
  /** Absent outside a program, under mocks. */
  readonly parent: pulumi.Resource | undefined;
}

/** Fields of the SDK's own; there is no other way to know them before the resource is registered. */
function identityOf(resource: pulumi.Resource): Identity {
  const { __pulumiType, __name, __parentResource } = resource as {
    readonly __pulumiType?: string;
    readonly __name?: string;
    readonly __parentResource?: pulumi.Resource;
  };
  if (__pulumiType === undefined || __name === undefined)
    throw new Error(`exempt: resource must be one that this program makes by new, got ${typeof resource}`);
  return { type: __pulumiType, name: __name, parent: __parentResource };
}

/** An exemption that resources of a type and name wait for. */
interface Awaited {
  readonly exemption: Exemption;
  /** URNs of the parents of those that waited. */
  readonly waited: Set<string | undefined>;
}

/** By the stack, as one process may run the programs of several. */
const awaitedByStack = new WeakMap<pulumi.Resource, Map<string, Awaited[]>>();

/**
 * Makes the target wait for its exemption. The SDK sends a resource only after the turn in which it was made, and not
 * before the transforms of that turn are registered: so the engine calls this one before it judges the target.
 */
function letGoFirst(exemption: Exemption, target: pulumi.Resource, { type, name, parent }: Identity): void {
  const awaited = awaitedIn(stackOf(target));
  if (awaited === undefined) return;
  const key = `${type}::${name}`;
  const entry: Awaited = { exemption, waited: new Set() };
  awaited.set(key, [...(awaited.get(key) ?? []), entry]);
  pulumi.all([target.urn, parent?.urn]).apply(([, parentUrn]) => {
    if (entry.waited.has(parentUrn)) return;
    void pulumi.log.warn("exempt: must be called in the same turn as new; the policies did not know of it", target);
  });
}

function awaitedIn(stack: pulumi.Resource): Map<string, Awaited[]> | undefined {
  const known = awaitedByStack.get(stack);
  if (known !== undefined) return known;
  const awaited = new Map<string, Awaited[]>();
  try {
    pulumi.runtime.registerResourceTransform(async (args) => {
      for (const { exemption, waited } of awaited.get(`${args.type}::${args.name}`) ?? []) {
        waited.add(await urnOf(args.opts.parent));
        await urnOf(exemption);
      }
      return undefined;
    });
  } catch {
    // No engine that knows transforms, as under mocks: there is no order of registration to keep.
    return undefined;
  }
  awaitedByStack.set(stack, awaited);
  return awaited;
}

const urnOf = (resource: pulumi.Resource | undefined): Promise<string | undefined> =>
  new Promise((done) => {
    if (resource === undefined) done(undefined);
    else resource.urn.apply(done);
  });

function stackOf(resource: pulumi.Resource): pulumi.Resource {
  let root = resource;
  for (let parent: pulumi.Resource | undefined = root; parent !== undefined; ) {
    root = parent;
    parent = (root as { readonly __parentResource?: pulumi.Resource }).__parentResource;
  }
  return root;
}

/**
 * @param where what the caller wrote the exemption into, for the message.
 * @throws Error naming the argument, the value got and what is allowed.
 */
export function checkExemption(where: string, { policies, reason, owner, expires }: ExemptionArgs): void {
  if (!Array.isArray(policies) || policies.length === 0)
    throw new Error(`${where}: policies must be a list of policy ids, got ${JSON.stringify(policies)}`);
  for (const id of policies)
    if (typeof id !== "string" || !/^(?:no|require|restrict)-[a-z0-9-]+$/.test(id))
      throw new Error(`${where}: policies must be ids such as "no-host-namespaces", got ${JSON.stringify(id)}`);
  for (const [field, text] of Object.entries({ reason, owner }))
    if (typeof text !== "string" || text.trim() === "")
      throw new Error(
        `${where}: ${field} must be a text, got ${text === undefined ? "nothing" : JSON.stringify(text)}`,
      );
  if (!isDay(expires))
    throw new Error(
      `${where}: expires must be a day such as "2026-12-31", got ${JSON.stringify(expires) ?? "nothing"}`,
    );
}

function isDay(text: unknown): boolean {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
