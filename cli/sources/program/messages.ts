import type { Unseen } from "./recording.js";

type Told = Pick<Unseen, "message" | "remediation">;

/** Names come from programs, and messages stay under 300 bytes. */
const short = (name: string): string => (name.length > 100 ? `…${name.slice(-99)}` : name);

const PREVIEW = "Run pulumi preview with the policy pack, where providers make what this stands for.";

/** A component that is made by its provider, out of our sight. */
export const remoteComponent = (type: string): Told => ({
  message: `The resources that ${short(type)} makes are made by its provider and were not inspected. Fix: run pulumi preview with the policy pack.`,
  remediation: PREVIEW,
});

/** A chart or a kustomization, which needs a program that is not ours to render. */
export const notRendered = (type: string): Told => ({
  message: `What ${short(type)} renders was not inspected: no provider is there to render it. Fix: render it and judge it by rampart check.`,
  remediation: "Render it, for example by helm template or kubectl kustomize, and judge that by rampart check.",
});

/** YAML that a component names and that could not be read here. */
export const unreadYaml = (type: string, why: string): Told => ({
  message: `Objects of ${short(type)} were not inspected: ${short(why)}. Fix: judge the YAML itself by rampart check.`,
  remediation: "Judge the YAML itself by rampart check.",
});

/** A data source that there is no fixture for. */
export const noFixture = (token: string): Told => ({
  message: `${short(token)} has no fixture, so its result and what depends on it were not inspected. Fix: give its result by --fixtures.`,
  remediation: "Give the result of the data source in a file, and name that by --fixtures.",
});

/** Configuration that lies with a service. */
export const closedEnvironment = (name: string): Told => ({
  message: `The environment ${short(name)} was not opened, so what it configures was not inspected. Fix: set the values in the stack's file.`,
  remediation: "Set the values that the program needs in the stack's file, or run pulumi preview with the policy pack.",
});
