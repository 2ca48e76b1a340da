/** What the objects of one service have in common. */
export interface ServiceIdentity {
  /** Name of the service; its pods carry it as the label `app`. */
  readonly name: string;
  readonly namespace: string;
}

/** What a pod is for, besides the service itself. */
export type Component = "service" | "migrate" | "bootstrap" | "verify" | "postgres";

/**
 * The recommended labels of Kubernetes, but for the version: whoever sets another image in these manifests would leave
 * that behind.
 *
 * @param instance name of the object
 * @param component what its pods are for. @default - it has no pods
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function recommendedLabels(
  { name }: ServiceIdentity,
  instance: string,
  component?: Component,
): Record<string, string> {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": instance,
    ...(component === undefined ? {} : { "app.kubernetes.io/component": component }),
    "app.kubernetes.io/part-of": name,
    "app.kubernetes.io/managed-by": "cdk8s",
  };
}

/** By which the pods of the service are found, whatever their track. Those of its Jobs and of a database are others. */
export const podsOfService = ({ name }: ServiceIdentity): Record<string, string> => ({ app: name });
