import * as pulumi from "@pulumi/pulumi";

/** What a component's options make it wait for, for its children. */
export function waitsFor(opts: pulumi.ComponentResourceOptions | undefined): readonly pulumi.Input<pulumi.Resource>[] {
  const given = opts?.dependsOn;
  if (given === undefined) return [];
  if (Array.isArray(given)) return given;
  if (pulumi.Resource.isInstance(given)) return [given];
  throw new Error("dependsOn: must be a resource or a list of them, got an Output");
}
