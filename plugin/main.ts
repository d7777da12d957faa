/** The provider `rampart` as a process: the engine starts it by `PulumiPlugin.yaml`. */
import { main } from "@pulumi/pulumi/provider/index.js";
import { ComponentProvider } from "./provider.js";

void main(new ComponentProvider(), process.argv.slice(2));
