import * as pulumi from "@pulumi/pulumi";

/**
 * Children of a component become what resources of the program have been so far: the same objects go on, changed in place,
 * where without it new ones would be made and the old ones deleted. For the component's option `transforms`.
 *
 * A name that no resource of the stack has is none of anything: the child is then made anew. So protect what is there
 * (`pulumi state protect`) before, and a preview that would delete or replace it fails.
 *
 * ```ts
 * new HardenedNamespace("shop", {}, { transforms: [adopting({ "shop-namespace": "shop" })] });
 * ```
 *
 * @param former by the name of the child, the name that the resource had in the program, of the child's type and without a
 *   parent; of any other its URN (`pulumi stack --show-urns`).
 * @throws Error naming the child whose former name is empty.
 */
export function adopting(former: Readonly<Record<string, string>>): pulumi.ResourceTransform {
  const aliases = new Map(Object.entries(former).map(([child, name]) => [child, aliasOf(child, name)] as const));
  if (aliases.size === 0) throw new Error("adopting: must name at least one child, got none");
  return ({ name, props, opts }) => {
    const alias = aliases.get(name);
    if (alias === undefined) return undefined;
    return { props, opts: { ...opts, aliases: [...(opts.aliases ?? []), alias] } };
  };
}

function aliasOf(child: string, name: string): string | pulumi.Alias {
  if (name === "") throw new Error(`adopting["${child}"]: must be the name or the URN of a resource, got ""`);
  return name.startsWith("urn:pulumi:") ? name : { name, parent: pulumi.rootStackResource };
}
