import type { Container, Pod } from "../../controllers/kinds";
import type { ClusterObjects } from "../../controllers/objects";

/** What is missing for a container to be made, in the kubelet's words. */
export class MissingConfiguration extends Error {
  override readonly name = "MissingConfiguration";
}

type Values = Record<string, string>;

/**
 * The variables of a container.
 *
 * @throws MissingConfiguration
 */
export function environmentOf(objects: ClusterObjects, pod: Pod, container: Container, ip: string): Values {
  const { namespace = "" } = pod.metadata;
  const values: Values = {};
  for (const { configMapRef, secretRef, prefix = "" } of container.envFrom ?? []) {
    const source =
      configMapRef === undefined
        ? secretValues(objects, namespace, secretRef?.name ?? "")
        : objects.get("ConfigMap", namespace, configMapRef.name ?? "")?.data;
    if (source !== undefined) for (const [name, value] of Object.entries(source)) values[prefix + name] = value;
    else if ((configMapRef ?? secretRef)?.optional !== true)
      throw new MissingConfiguration(
        configMapRef === undefined
          ? `secret "${secretRef?.name ?? ""}" not found`
          : `configmap "${configMapRef.name ?? ""}" not found`,
      );
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found = valueFrom === undefined ? (value ?? "") : valueOf(objects, pod, valueFrom, ip);
    if (found !== undefined)
      values[name] = found.replaceAll(/\$\((\w+)\)/g, (text, key: string) => values[key] ?? text);
  }
  return values;
}

type Source = NonNullable<NonNullable<Container["env"]>[number]["valueFrom"]>;

function valueOf(objects: ClusterObjects, pod: Pod, source: Source, ip: string): string | undefined {
  const { name, namespace = "" } = pod.metadata;
  const { fieldRef, secretKeyRef, configMapKeyRef } = source;
  if (fieldRef !== undefined) {
    const fields: Values = {
      "metadata.name": name,
      "metadata.namespace": namespace,
      "metadata.uid": pod.metadata.uid,
      "spec.nodeName": pod.spec.nodeName ?? "",
      "status.podIP": ip,
    };
    return fields[fieldRef.fieldPath] ?? "";
  }
  const reference = secretKeyRef ?? configMapKeyRef;
  if (reference === undefined) return "";
  const holder = reference.name ?? "";
  const [kind, values] =
    secretKeyRef === undefined
      ? ["ConfigMap", objects.get("ConfigMap", namespace, holder)?.data]
      : ["Secret", secretValues(objects, namespace, holder)];
  const exists = objects.get(kind === "Secret" ? "Secret" : "ConfigMap", namespace, holder) !== undefined;
  const found = values?.[reference.key];
  if (found !== undefined || reference.optional === true) return found;
  throw new MissingConfiguration(
    exists
      ? `couldn't find key ${reference.key} in ${kind} ${namespace}/${holder}`
      : `${kind.toLowerCase()} "${holder}" not found`,
  );
}

/** A volume that cannot be mounted, and why, in the kubelet's words; undefined when all can. */
export function mountProblem(objects: ClusterObjects, { metadata, spec }: Pod): string | undefined {
  const { namespace } = metadata;
  for (const { name, secret, configMap } of spec.volumes ?? []) {
    const failed = (why: string): string => `MountVolume.SetUp failed for volume "${name}" : ${why}`;
    const holder = secret?.secretName ?? configMap?.name;
    const source = secret ?? configMap;
    if (holder === undefined || source?.optional === true) continue;
    const kind = secret === undefined ? "configmap" : "secret";
    const found = objects.get(secret === undefined ? "ConfigMap" : "Secret", namespace, holder);
    if (found === undefined) return failed(`${kind} "${holder}" not found`);
    const missing = source?.items?.find(({ key }) => !(key in (found.data ?? {})));
    if (missing !== undefined)
      return failed(`references non-existent ${kind === "secret" ? "secret" : "config"} key: ${missing.key}`);
  }
  return undefined;
}

/** The contents of mounted Secrets and ConfigMaps by path, as they are now: the kubelet keeps them up to date. */
export function filesOf(objects: ClusterObjects, { metadata, spec }: Pod, container: Container): Values {
  const { namespace = "" } = metadata;
  const files: Values = {};
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const volume = spec.volumes?.find((candidate) => candidate.name === name);
    const { secret, configMap } = volume ?? {};
    const values =
      secret === undefined
        ? configMap && objects.get("ConfigMap", namespace, configMap.name ?? "")?.data
        : secretValues(objects, namespace, secret.secretName ?? "");
    const items = (secret ?? configMap)?.items;
    for (const [key, value] of Object.entries(values ?? {})) {
      const path = items === undefined ? key : items.find((item) => item.key === key)?.path;
      if (path !== undefined) files[`${mountPath}/${path}`] = value;
    }
  }
  return files;
}

function secretValues(objects: ClusterObjects, namespace: string, name: string): Values | undefined {
  const secret = objects.get("Secret", namespace, name);
  if (secret === undefined) return undefined;
  const decoded = Object.entries(secret.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, "base64").toString(),
  ]);
  return { ...(Object.fromEntries(decoded) as Values), ...secret.stringData };
}
