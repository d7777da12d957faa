import type { GroupKind, KubernetesObject } from "./object.js";

/**
 * Kinds by which a controller in the cluster deploys other objects, from a chart or a repository. Those reach neither
 * the engine nor a manifest, so that nobody has judged them. By the documentation of the projects.
 */
const DEPLOYERS: ReadonlySet<GroupKind> = new Set<GroupKind>([
  "helm.toolkit.fluxcd.io/HelmRelease",
  "kustomize.toolkit.fluxcd.io/Kustomization",
  "argoproj.io/Application",
  "argoproj.io/ApplicationSet",
  "helm.cattle.io/HelmChart",
  "fleet.cattle.io/GitRepo",
  "fleet.cattle.io/Bundle",
  "addons.cluster.x-k8s.io/HelmChartProxy",
  "addons.cluster.x-k8s.io/HelmReleaseProxy",
  "kappctrl.k14s.io/App",
  "packaging.carvel.dev/PackageInstall",
  "operators.coreos.com/Subscription",
  "core.oam.dev/Application",
  "apiextensions.crossplane.io/Composition",
]);

/** The kind of the first object whose controller deploys others. */
export const deployerAmong = (objects: readonly KubernetesObject[]): string | undefined =>
  objects.find(({ key }) => DEPLOYERS.has(key))?.key.split("/")[1];
