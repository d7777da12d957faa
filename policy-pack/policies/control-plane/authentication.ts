import { attemptAll } from "../../kubernetes/containers.js";
import { inFile, textOf } from "../../kubernetes/control-plane/demand.js";
import { apiServerPod } from "../../kubernetes/control-plane/setting-policy.js";
import { flag, list, object, text } from "../../kubernetes/shape.js";
import { definePolicy } from "../../policy.js";

const FILE = "kubernetes:apiserver.config.k8s.io/v1:AuthenticationConfiguration";

const anonymous = object({ enabled: flag, conditions: list(object({ path: text })) });

/**
 * Off by the flag, or limited to paths by the file (apiserver.config.k8s.io, stable since 1.34): probes need the health
 * paths, and kubeadm's join by token needs one more.
 */
export const restrictAnonymousRequests = definePolicy({
  id: "restrict-anonymous-requests",
  title: "The API server must not answer callers who have not signed in, but for its health",
  rationale:
    "One binding to system:anonymous or system:unauthenticated, made by mistake, then opens the cluster to whoever reaches it.",
  remediation:
    "Set --anonymous-auth=false, or allow the paths /livez, /readyz and /healthz alone by an AuthenticationConfiguration.",
  fix: "set --anonymous-auth=false, or allow health paths alone by --authentication-config",
  topic: "control-plane",
  severity: "high",
  profile: "restricted",
  references: ["CIS-K8S-1.2.1", "V-242390", "NSA-AUTH-04"],
  settings: {
    allowedPaths: {
      type: "array",
      items: { type: "string" },
      default: ["/livez", "/readyz", "/healthz", "/api/v1/namespaces/kube-public/configmaps/cluster-info"],
      description:
        "Paths that may be asked without credentials. The last default is for nodes that join by kubeadm's token.",
    },
  },
  examples: {
    good: [
      { name: "off by the flag", resources: [apiServerPod("--anonymous-auth=false")] },
      {
        name: "health paths alone",
        resources: [
          {
            type: FILE,
            props: { anonymous: { enabled: true, conditions: [{ path: "/livez" }, { path: "/readyz" }] } },
          },
        ],
      },
      { name: "off by the file", resources: [{ type: FILE, props: { jwt: [], anonymous: { enabled: false } } }] },
    ],
    bad: [
      {
        name: "an API server without either",
        resources: [apiServerPod("--authorization-mode=Node,RBAC")],
        message:
          "kube-apiserver must set --anonymous-auth=false (spec.containers[0].command). Fix: set --anonymous-auth=false, or allow health paths alone by --authentication-config.",
      },
      {
        name: "a file that does not speak of them",
        resources: [{ type: FILE, props: { jwt: [] } }],
        message:
          "AuthenticationConfiguration must limit anonymous callers (anonymous). Fix: set --anonymous-auth=false, or allow health paths alone by --authentication-config.",
      },
      {
        name: "every path",
        resources: [{ type: FILE, props: { anonymous: { enabled: true } } }],
        message:
          "AuthenticationConfiguration must limit anonymous callers to paths (anonymous.conditions). Fix: set --anonymous-auth=false, or allow health paths alone by --authentication-config.",
      },
      {
        name: "a path beside those of health",
        resources: [
          {
            type: FILE,
            props: { anonymous: { enabled: true, conditions: [{ path: "/livez" }, { path: "/metrics" }] } },
          },
        ],
        message:
          "AuthenticationConfiguration must not allow anonymous callers this path (anonymous.conditions[1].path). Fix: set --anonymous-auth=false, or allow health paths alone by --authentication-config.",
      },
    ],
  },
  subject: "part",
  parts: ["kube-apiserver", "AuthenticationConfiguration"],
  decidedBy: [
    {
      part: "kube-apiserver",
      setting: "authentication-config",
      file: "AuthenticationConfiguration",
      unless: "anonymous-auth",
    },
  ],
  check: (part, _context, { allowedPaths }) => {
    if (part.name === "kube-apiserver")
      return inFile(part, part.name, "anonymous-auth", () => {
        const value = textOf(part.value("anonymous-auth"));
        return value === "false"
          ? undefined
          : { requirement: `must set ${part.shown("anonymous-auth")}=false`, missing: value === undefined };
      });
    return attemptAll(() => {
      const stated = anonymous(part.value("anonymous"));
      if (stated === undefined)
        return inFile(part, part.name, "anonymous", () => ({
          requirement: "must limit anonymous callers",
          missing: true,
        }));
      if (stated.enabled !== true) return [];
      if ((stated.conditions ?? []).length === 0)
        return inFile(part, part.name, "anonymous.conditions", () => ({
          requirement: "must limit anonymous callers to paths",
        }));
      return [...(stated.conditions?.keys() ?? [])].flatMap((index) =>
        inFile(part, part.name, `anonymous.conditions[${index}].path`, () => {
          const path = stated.conditions?.[index]?.path;
          return path === undefined || allowedPaths.includes(path)
            ? undefined
            : { requirement: "must not allow anonymous callers this path" };
        }),
      );
    });
  },
});
