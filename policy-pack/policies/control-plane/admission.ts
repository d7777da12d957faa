import { attemptAll } from "../../kubernetes/containers.js";
import { excluding, including, inFile, stated, textOf } from "../../kubernetes/control-plane/demand.js";
import type { Part } from "../../kubernetes/control-plane/part.js";
import { apiServerPod, settingPolicy } from "../../kubernetes/control-plane/setting-policy.js";
import { flag, list, object, present, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";

export const requireAdmissionPlugins = settingPolicy({
  id: "require-admission-plugins",
  title: "The API server must limit what nodes may write, and refuse external addresses of Services",
  rationale:
    "Without NodeRestriction a stolen node changes other nodes and their pods; without DenyServiceExternalIPs whoever makes a Service can take traffic meant for another address (CVE-2020-8554).",
  remediation: "Add both to --enable-admission-plugins.",
  fix: "add it to --enable-admission-plugins",
  severity: "high",
  profile: "restricted",
  demands: {
    "kube-apiserver": [
      including("enable-admission-plugins", ["CIS-K8S-1.2.14"], "NodeRestriction"),
      including("enable-admission-plugins", ["CIS-K8S-1.2.3"], "DenyServiceExternalIPs"),
    ],
  },
});

/** What of the plugins that are on by default protects something (AllOrderedPlugins, DefaultOffAdmissionPlugins). */
export const restrictAdmissionPlugins = settingPolicy({
  id: "restrict-admission-plugins",
  title: "The API server must not switch off admission that protects, nor admit everything",
  rationale:
    "What no plugin judges gets in: without these, Pod Security, webhooks and the life of namespaces are void.",
  remediation: "Remove AlwaysAdmit from --enable-admission-plugins, and the others from --disable-admission-plugins.",
  fix: "remove it from the list",
  severity: "critical",
  profile: "baseline",
  demands: {
    "kube-apiserver": [
      excluding("enable-admission-plugins", ["CIS-K8S-1.2.10"], "AlwaysAdmit"),
      excluding("disable-admission-plugins", ["CIS-K8S-1.2.12"], "ServiceAccount"),
      excluding("disable-admission-plugins", ["CIS-K8S-1.2.13"], "NamespaceLifecycle"),
      excluding("disable-admission-plugins", ["CIS-K8S-1.2.14"], "NodeRestriction"),
      excluding("disable-admission-plugins", ["V-242436"], "ValidatingAdmissionWebhook"),
      excluding("disable-admission-plugins", ["NSA-POD-09"], "PodSecurity"),
      excluding("disable-admission-plugins", ["NSA-POD-09"], "ValidatingAdmissionPolicy"),
    ],
  },
});

export const requireEventRateLimit = settingPolicy({
  id: "require-event-rate-limit",
  title: "The API server must limit the rate of events",
  rationale: "A broken or hostile program can fill etcd with events, and keep the API server from its work.",
  remediation:
    "Add EventRateLimit to --enable-admission-plugins, with limits in the file of --admission-control-config-file.",
  fix: "add it, with limits in the admission configuration",
  severity: "low",
  profile: "strict",
  demands: { "kube-apiserver": [including("enable-admission-plugins", ["CIS-K8S-1.2.9"], "EventRateLimit")] },
});

export const requireAlwaysPullImages = settingPolicy({
  id: "require-always-pull-images",
  title: "The API server must have every pod pull its images",
  rationale: "Otherwise a pod gets an image that is on the node already, without being allowed to pull it.",
  remediation:
    "Add AlwaysPullImages to --enable-admission-plugins; pods then start only while the registry can be reached.",
  fix: "add it to --enable-admission-plugins",
  severity: "low",
  profile: "strict",
  demands: { "kube-apiserver": [including("enable-admission-plugins", ["CIS-K8S-1.2.11"], "AlwaysPullImages")] },
});

const ADMISSION = "kubernetes:apiserver.config.k8s.io/v1:AdmissionConfiguration";
const POD_SECURITY = "kubernetes:pod-security.admission.config.k8s.io/v1:PodSecurityConfiguration";

const plugins = list(
  object({
    name: text,
    path: text,
    configuration: object({ kind: present, imagePolicy: object({ defaultAllow: flag }) }),
  }),
);

const pluginsOf = (part: Part): NonNullable<ReturnType<typeof plugins>> => plugins(part.value("plugins")) ?? [];

const FLAG = stated("admission-control-config-file", ["V-254800"], "/etc/kubernetes/admission.yaml");

const defaults = (enforce: string) => ({
  apiVersion: "pod-security.admission.config.k8s.io/v1",
  kind: "PodSecurityConfiguration",
  defaults: { enforce },
});

export const requirePodSecurityDefaults = definePolicy({
  id: "require-pod-security-defaults",
  title: "The API server must enforce Pod Security in namespaces without labels of their own",
  rationale: "A namespace that somebody makes without labels takes privileged pods, which own their node.",
  remediation:
    "Set --admission-control-config-file to an AdmissionConfiguration whose PodSecurity plugin has enforce baseline or restricted as its default.",
  fix: "configure PodSecurity with enforce baseline or restricted",
  topic: "control-plane",
  severity: "high",
  profile: "restricted",
  references: ["V-254800", "V-242437", "NSA-POD-09", "CIS-K8S-5.2.1"],
  examples: {
    good: [
      {
        name: "a default in the admission configuration",
        resources: [
          { type: ADMISSION, props: { plugins: [{ name: "PodSecurity", configuration: defaults("restricted") }] } },
        ],
      },
      { name: "a file of its own", resources: [{ type: POD_SECURITY, props: { defaults: { enforce: "baseline" } } }] },
    ],
    bad: [
      {
        name: "an API server without the file",
        resources: [apiServerPod("--profiling=false")],
        message:
          "kube-apiserver must set --admission-control-config-file (spec.containers[0].command). Fix: configure PodSecurity with enforce baseline or restricted.",
      },
      {
        name: "a file without the plugin",
        resources: [{ type: ADMISSION, props: { plugins: [{ name: "EventRateLimit", path: "rates.yaml" }] } }],
        message:
          "AdmissionConfiguration must configure PodSecurity (plugins). Fix: configure PodSecurity with enforce baseline or restricted.",
      },
      {
        name: "privileged by default",
        resources: [
          { type: ADMISSION, props: { plugins: [{ name: "PodSecurity", configuration: defaults("privileged") }] } },
        ],
        message:
          "PodSecurityConfiguration must set defaults.enforce to baseline or restricted (plugins[0].configuration.defaults.enforce). Fix: configure PodSecurity with enforce baseline or restricted.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "AdmissionConfiguration", "PodSecurityConfiguration"],
  decidedBy: [
    { part: "kube-apiserver", setting: "admission-control-config-file", file: "AdmissionConfiguration" },
    { part: "AdmissionConfiguration", setting: "PodSecurity.path", file: "PodSecurityConfiguration" },
  ],
  check: (part) => {
    if (part.name === "kube-apiserver")
      return inFile(part, part.name, FLAG.setting, () =>
        textOf(part.value(FLAG.setting)) === undefined
          ? { requirement: `must set ${part.shown(FLAG.setting)}`, missing: true }
          : undefined,
      );
    if (part.name === "PodSecurityConfiguration")
      return inFile(part, part.name, "defaults.enforce", () =>
        ["baseline", "restricted"].includes(textOf(part.value("defaults.enforce")) ?? "")
          ? undefined
          : { requirement: "must set defaults.enforce to baseline or restricted" },
      );
    return inFile(part, part.name, "plugins", () =>
      pluginsOf(part).some((plugin) => plugin?.name === "PodSecurity" && plugin.configuration?.kind !== undefined)
        ? undefined
        : { requirement: "must configure PodSecurity", missing: true },
    );
  },
});

const IMAGES = { name: "ImagePolicyWebhook" } as const;

export const noFailOpenImagePolicy = definePolicy({
  id: "no-fail-open-image-policy",
  title: "The webhook that judges images must not fail open",
  rationale: "With defaultAllow whoever can overload or break the webhook can run any image.",
  remediation: "Set imagePolicy.defaultAllow to false, and run the webhook with several replicas.",
  fix: "set defaultAllow to false",
  topic: "control-plane",
  severity: "medium",
  profile: "baseline",
  references: ["CIS-K8S-5.5.1", "NSA-POD-08"],
  examples: {
    good: [
      {
        name: "one that fails closed",
        resources: [
          {
            type: ADMISSION,
            props: { plugins: [{ ...IMAGES, configuration: { imagePolicy: { defaultAllow: false } } }] },
          },
        ],
      },
      { name: "none", resources: [{ type: ADMISSION, props: { plugins: [] } }] },
    ],
    bad: [
      {
        name: "one that fails open",
        resources: [
          {
            type: ADMISSION,
            props: { plugins: [{ ...IMAGES, configuration: { imagePolicy: { defaultAllow: true } } }] },
          },
        ],
        message:
          "AdmissionConfiguration must not set defaultAllow=true (plugins[0].configuration.imagePolicy.defaultAllow). Fix: set defaultAllow to false.",
      },
    ],
  },
  subject: "part",
  parts: ["AdmissionConfiguration"],
  check: (part) =>
    attemptAll(() =>
      pluginsOf(part).flatMap((_, index) =>
        inFile(part, part.name, `plugins[${index}].configuration.imagePolicy.defaultAllow`, () => {
          const plugin = pluginsOf(part)[index];
          return plugin?.configuration?.imagePolicy?.defaultAllow === true && plugin.name === IMAGES.name
            ? { requirement: "must not set defaultAllow=true" }
            : undefined;
        }),
      ),
    ),
});
