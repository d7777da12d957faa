import type { Resource } from "../../policy.js";
import { type Plain, UnknownRead } from "../../unknown.js";
import { namespaceOf } from "../namespace.js";
import { child, type KubernetesObject } from "../object.js";
import { BUILT_IN_POD_TEMPLATES } from "../pod-templates.js";
import { partsOfPod } from "./commands.js";
import { documentsIn, hasFile, mayHaveDocuments } from "./documents.js";
import { ETCD_FILE, isFile, partsOfEtcdFile, partsOfFile, versionProblem } from "./files.js";
import { joined, type Part } from "./part.js";
import { decoded, textsIn } from "./user-data.js";

/** What a resource has of a control plane or of nodes. */
export interface Parts {
  readonly parts: readonly Part[];
  /** Decides whether the resource itself is such a part. */
  readonly unknown?: UnknownRead | undefined;
  /** Places inside that nobody could look into, and why. */
  readonly unseen: readonly { readonly path: string; readonly why: string }[];
}

export const NO_PARTS: Parts = { parts: [], unseen: [] };

/** Types whose user data machines start with, and the properties that have it. */
const USER_DATA: Readonly<Record<string, readonly { readonly property: string; readonly encoded: boolean }[]>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": [{ property: "userData", encoded: true }],
  "aws:ec2/instance:Instance": [
    { property: "userData", encoded: false },
    { property: "userDataBase64", encoded: true },
  ],
};

/** Types that are no Kubernetes objects and have parts all the same. */
export const OTHER_TYPES: readonly string[] = [...Object.keys(USER_DATA), ETCD_FILE];

/** The parts in a resource; `objects` are those of its type. */
export function partsIn(
  { type, props }: Pick<Resource, "type" | "props">,
  objects: readonly KubernetesObject[],
): Parts {
  if (objects.length === 0) return partsOfOther(type, props);
  if (objects.length === 1 && objects[0] !== undefined) return partsOf(objects[0]);
  const all = objects.map(partsOf);
  return {
    parts: all.flatMap(({ parts }) => parts),
    unknown: all.find(({ unknown }) => unknown !== undefined)?.unknown,
    unseen: all.flatMap(({ unseen }) => unseen),
  };
}

/** Where kinds have their pod's spec; computed once, since most resources are asked. */
const POD_SPECS: ReadonlyMap<string, { readonly steps: readonly string[]; readonly path: string }> = new Map(
  Object.entries(BUILT_IN_POD_TEMPLATES).map(([key, template]) => {
    const steps = [...template, "spec"];
    return [key, { steps, path: steps.join(".") }];
  }),
);

function partsOf(object: KubernetesObject): Parts {
  const { key, prefix, partial } = object;
  try {
    const spec = POD_SPECS.get(key);
    if (spec !== undefined) {
      const parts = partsOfPod(spec.steps.reduce<unknown>(child, object.data), prefix + spec.path, partial);
      return parts.length === 0 ? NO_PARTS : { parts, unseen: [] };
    }
    if (key === "core/ConfigMap") return inConfigMap(object);
    return isFile(key) ? { parts: partsOfFile(object, prefix.slice(0, -1)), unseen: [] } : NO_PARTS;
  } catch (error) {
    if (!(error instanceof UnknownRead)) throw error;
    // Programs of the control plane are pods of the cluster's own; elsewhere nothing points to one.
    return isFile(key) || (key === "core/Pod" && isOfCluster(object))
      ? { parts: [], unknown: error, unseen: [] }
      : NO_PARTS;
  }
}

const SIMPLE_KEY = /^[A-Za-z_][\w-]{0,80}$/;
const LEGAL_KEY = /^[-._a-zA-Z0-9]{1,80}$/;

/** kubeadm keeps its own, the kubelet's and kube-proxy's configuration in ConfigMaps. */
function inConfigMap(object: KubernetesObject): Parts {
  const found: Parts[] = [];
  try {
    const data = child(object.data, "data");
    if (typeof data !== "object" || data === null) return NO_PARTS;
    for (const key of Object.keys(data)) {
      const place = SIMPLE_KEY.test(key) ? `data.${key}` : LEGAL_KEY.test(key) ? `data["${key}"]` : "data";
      const path = `${object.prefix}${place}`;
      try {
        const text = (data as Plain)[key];
        if (typeof text === "string" && mayHaveDocuments(text))
          found.push(...textsIn(text).map((each) => partsOfText(each, path)));
      } catch (error) {
        found.push(hidden(error, path, object));
      }
    }
  } catch (error) {
    found.push(hidden(error, `${object.prefix}data`, object));
  }
  if (found.length === 0) return NO_PARTS;
  return { parts: found.flatMap(({ parts }) => parts), unseen: found.flatMap(({ unseen }) => unseen) };
}

function hidden(error: unknown, path: string, object: KubernetesObject): Parts {
  if (!(error instanceof UnknownRead)) throw error;
  return isOfCluster(object) ? unknownUntilDeployment(path) : NO_PARTS;
}

/** A cluster's own parts are in kube-system; what others do not know yet is their own affair. */
function isOfCluster(object: KubernetesObject): boolean {
  try {
    return namespaceOf(object) === "kube-system";
  } catch (error) {
    if (error instanceof UnknownRead) return true;
    throw error;
  }
}

const unknownUntilDeployment = (path: string): Parts => ({
  parts: [],
  unseen: [{ path, why: "is unknown until deployment" }],
});

function partsOfText(text: string, path: string): Parts {
  const documents = documentsIn(text);
  if (documents === undefined)
    return hasFile(text) ? { parts: [], unseen: [{ path, why: "is no YAML that can be read" }] } : NO_PARTS;
  const parts: Part[] = [];
  const unseen: { path: string; why: string }[] = [];
  for (const document of documents) {
    if (document.key === "core/Pod")
      parts.push(...partsOfPod(child(document.data, "spec"), joined(path, "spec"), false));
    else if (versionProblem(document.key, document.version) === undefined) parts.push(...partsOfFile(document, path));
    else unseen.push({ path, why: "has a file of a version that is not known" });
  }
  return { parts, unseen };
}

function partsOfOther(type: string, props: Plain): Parts {
  if (type === ETCD_FILE) return { parts: partsOfEtcdFile(props, ""), unseen: [] };
  const properties = Object.hasOwn(USER_DATA, type) ? USER_DATA[type] : undefined;
  const all = (properties ?? []).map(({ property, encoded }) => inUserData(props, property, encoded));
  return all.length === 0
    ? NO_PARTS
    : { parts: all.flatMap(({ parts }) => parts), unseen: all.flatMap(({ unseen }) => unseen) };
}

function inUserData(props: Plain, property: string, encoded: boolean): Parts {
  let value: unknown;
  try {
    value = props[property];
  } catch (error) {
    if (error instanceof UnknownRead) return unknownUntilDeployment(property);
    throw error;
  }
  if (typeof value !== "string") return NO_PARTS;
  const all = textsIn(encoded ? decoded(value) : value)
    .filter(mayHaveDocuments)
    .map((text) => partsOfText(text, property));
  return { parts: all.flatMap(({ parts }) => parts), unseen: all.flatMap(({ unseen }) => unseen) };
}
