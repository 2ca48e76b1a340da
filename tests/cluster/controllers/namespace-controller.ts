import type { ClusterContext } from "./context";
import { deleteObject } from "./deletion";

/** Gives new namespaces what is in each of them, and empties those that are deleted. */
export class NamespaceController {
  constructor(private readonly context: ClusterContext) {
    const { objects, reactions } = context;
    objects.store.subscribe(({ type, object }) => {
      const name = object.kind === "Namespace" ? object.metadata.name : object.metadata.namespace;
      if (name === undefined) return;
      if (object.kind === "Namespace" && type === "ADDED")
        reactions.enqueue(`fill/${name}`, () => {
          this.fill(name);
        });
      else if (objects.get("Namespace", undefined, name)?.metadata.deletionTimestamp !== undefined)
        reactions.enqueue(`empty/${name}`, () => {
          this.empty(name);
        });
    });
  }

  private fill(namespace: string): void {
    const { store } = this.context.objects;
    if (store.get("ServiceAccount", namespace, "default") === undefined)
      store.create({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } });
    if (store.get("ConfigMap", namespace, "kube-root-ca.crt") === undefined)
      store.create({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "kube-root-ca.crt", namespace },
        data: { "ca.crt": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" },
      });
  }

  private empty(name: string): void {
    const { objects } = this.context;
    const left = objects.everything().filter(({ metadata }) => metadata.namespace === name);
    for (const object of left) if (object.metadata.deletionTimestamp === undefined) deleteObject(objects, object);
    const namespace = objects.get("Namespace", undefined, name);
    const isEmpty = objects.everything().every(({ metadata }) => metadata.namespace !== name);
    if (isEmpty && namespace !== undefined) objects.remove(namespace);
  }
}
