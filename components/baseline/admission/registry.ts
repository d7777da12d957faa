import type * as pulumi from "@pulumi/pulumi";
import { checkedInput } from "../../checked-input.js";

/** Annotation of a namespace: registries, comma-separated, from which images of its pods may come as well. */
export const IMAGE_REGISTRIES = "rampart.dev/image-registries";

/** @param at the input's name, for the error. */
export const checkedRegistry = (at: string, registry: pulumi.Input<string>): pulumi.Output<string> =>
  checkedInput(registry, (text) => {
    if (/^[^\s@*,]+$/.test(text)) return text;
    throw new Error(
      `${at}: must be a registry, or a repository below one, such as "registry.example/team", got ${JSON.stringify(text)}`,
    );
  });
