import type { AnyKept, OwnerReference } from "./kinds";

/** The reference to the one that manages an object. */
export const controllerOf = ({ metadata }: AnyKept): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true);

export const isControlledBy = (object: AnyKept, owner: AnyKept): boolean =>
  controllerOf(object)?.uid === owner.metadata.uid;

export const controllerReference = ({ apiVersion, kind, metadata }: AnyKept): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});
