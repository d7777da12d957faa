import { PulumiCommand } from "@pulumi/pulumi/automation";

// Started as a process of its own, with the folder to install into.
PulumiCommand.install({ root: process.argv[2] }).catch(() => {
  process.exitCode = 1;
});
