/** What the objects of one service have in common. */
export interface ServiceIdentity {
  /** Name of the service; the Service object selects its pods by `app: <name>`. */
  readonly name: string;
  readonly namespace: string;
}

/**
 * The recommended labels of Kubernetes.
 *
 * @param instance name of the object
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export function recommendedLabels({ name }: ServiceIdentity, instance: string): Record<string, string> {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": instance,
    "app.kubernetes.io/managed-by": "cdk8s",
  };
}
