import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { bindingSpec, objectName, policySpec } from "./objects.js";
import { restrictImageRegistries } from "./policies/restrict-image-registries.js";
import { DEFAULT_SETTINGS } from "./policy.js";
import { checkedRegistry } from "./registry.js";

/**
 * Restricts the images of one namespace to registries, without any other admission policy in the cluster: a policy of
 * the namespace's own, bound to it alone. Children of `parent`: `${name}-image-registries` and `…-binding`.
 *
 * @returns the binding: what waits for it starts guarded.
 */
export function restrictNamespaceRegistries(
  parent: pulumi.Resource,
  name: string,
  namespace: pulumi.Input<string>,
  registries: readonly pulumi.Input<string>[],
): kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding {
  const known = pulumi.all(registries.map((registry, index) => checkedRegistry(`imageRegistries[${index}]`, registry)));
  const metadata = {
    name: pulumi.output(namespace).apply((own) => `${own}.${objectName(restrictImageRegistries.id)}`),
  };
  const created = new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy(
    `${name}-image-registries`,
    {
      metadata,
      spec: known.apply((imageRegistries) =>
        policySpec(restrictImageRegistries, { ...DEFAULT_SETTINGS, imageRegistries }, []),
      ),
    },
    { parent },
  );
  return new kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    `${name}-image-registries-binding`,
    {
      metadata,
      spec: pulumi.all([namespace, created.metadata.name]).apply(([own, policyName]) => ({
        policyName,
        ...bindingSpec({ ...restrictImageRegistries, onlyIn: [own] }, true, []),
      })),
    },
    { parent, dependsOn: [created] },
  );
}
