import type { AnyObject, NetworkPolicy, Pod, Service } from "../cluster/objects";
import type { Release } from "../release";
import { readyPods } from "../standing";

/** The objects of a new version so that requests reach the pods of the old one as before. */
export function reachingAllPods(release: Release, objects: readonly AnyObject[]): AnyObject[] {
  const { service } = release.environment;
  const pods = readyPods(service, release.observer.snapshot());
  return objects.map((object) => {
    if (object.kind === "Service") return byNumber(object, pods, service.port);
    if (object.kind === "NetworkPolicy") return lettingIn(object, pods, service.port);
    return object;
  });
}

const portsOf = ({ spec }: Pod) => (spec?.containers ?? []).flatMap(({ ports = [] }) => ports);

const selectedBy = (labels: Readonly<Record<string, string>> = {}, pods: readonly Pod[]): Pod[] =>
  pods.filter(({ metadata }) => Object.entries(labels).every(([label, value]) => metadata?.labels?.[label] === value));

/**
 * What reaches pods by the name of a port does so by its number, as long as there are pods that do not name it: those of
 * another tool would get no request any more.
 */
function byNumber(object: Service, pods: readonly Pod[], number: number): Service {
  const { spec } = object;
  const selected = selectedBy(spec?.selector, pods);
  const ports = spec?.ports?.map((port) => {
    const { targetPort } = port;
    return typeof targetPort !== "string" ||
      selected.every((pod) => portsOf(pod).some(({ name }) => name === targetPort))
      ? port
      : { ...port, targetPort: number };
  });
  return { ...object, spec: { ...spec, ports } };
}

/** Where the port of the new version is let in, those of the old one's pods are, too. The next release closes them. */
function lettingIn(object: NetworkPolicy, pods: readonly Pod[], number: number): NetworkPolicy {
  const { spec } = object;
  const others = new Set(
    selectedBy(spec?.podSelector?.matchLabels, pods).flatMap((pod) =>
      portsOf(pod).map(({ containerPort }) => containerPort),
    ),
  );
  others.delete(number);
  const ingress = spec?.ingress?.map((rule) =>
    rule.ports?.some(({ port }) => port === number) === true
      ? { ...rule, ports: [...rule.ports, ...[...others].map((port) => ({ protocol: "TCP", port }))] }
      : rule,
  );
  return { ...object, spec: { ...spec, ...(ingress === undefined ? {} : { ingress }) } };
}
