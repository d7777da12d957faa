/** Objects as an API server has them, as far as the report looks at them. */
export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly OwnerReference[];
    readonly managedFields?: readonly { readonly manager?: string }[];
  };
  readonly spec?: unknown;
  readonly status?: unknown;
}

export type Labels = Readonly<Record<string, string>>;

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

export type Amounts = Readonly<Record<string, string>>;

export interface Resources {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

export interface Container {
  readonly restartPolicy?: string;
  readonly resources?: Resources;
}

/** core/v1 PodSpec. */
export interface PodSpec {
  readonly hostNetwork?: boolean;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly resources?: Resources;
  readonly overhead?: Amounts;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
}

export interface Pod extends ApiObject {
  readonly spec: PodSpec;
  readonly status?: { readonly phase?: string };
}

/** meta/v1 LabelSelector. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Whether an object with these labels is selected; an empty selector selects everything. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels = {}): boolean {
  const fits = (key: string, operator: string, values: readonly string[]): boolean => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (operator === "Exists") return value !== undefined;
    if (operator === "DoesNotExist") return value === undefined;
    if (operator === "In") return value !== undefined && values.includes(value);
    return value === undefined || !values.includes(value);
  };
  return (
    Object.entries(matchLabels).every(([key, value]) => fits(key, "In", [value])) &&
    matchExpressions.every(({ key, operator, values = [] }) => fits(key, operator, values))
  );
}

/** Who makes the object anew when it goes. */
export const controllerOf = ({ metadata }: ApiObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true);

const CONTROL_PLANE = /^(?:kube-|kubelet$|cloud-controller-manager$)/;

/** Whether only the control plane has ever written it. */
export const isOfControlPlane = ({ metadata: { managedFields = [] } }: ApiObject): boolean =>
  managedFields.length > 0 && managedFields.every(({ manager = "" }) => CONTROL_PLANE.test(manager));

/** Whether it has ended for good: a quota does not count it, and nobody makes it anew. */
export const hasEnded = ({ status }: Pod): boolean => status?.phase === "Succeeded" || status?.phase === "Failed";
