import { kubectl, release } from "../commands";
import { timeOf } from "../events";
import type { Finding } from "../finding";
import type { World } from "../world";

/** Endpoints follow pods within moments. Milliseconds. */
const patience = 5000;

/** Services that send requests to no pod, although pods are there. */
export function servicesWithoutPods({ snapshot, context, pods, now }: World): Finding[] {
  const { endpointSlices } = snapshot;
  const ready = pods.filter(
    ({ isReady, isOfJob, readySince }) => isReady && !isOfJob && now - (readySince ?? 0) >= patience,
  );
  if (ready.length === 0 || endpointSlices == null) return [];
  return (snapshot.services ?? []).flatMap(({ metadata, spec }): Finding[] => {
    const name = metadata?.name ?? "";
    const selector = Object.entries(spec?.selector ?? {});
    if (!isOfService(name, context.service.name) || selector.length === 0) return [];
    const isNew = now - (timeOf(metadata?.creationTimestamp) ?? 0) < patience;
    const slices = endpointSlices.filter((slice) => slice.metadata?.labels?.["kubernetes.io/service-name"] === name);
    const endpoints = slices.flatMap((slice) => slice.endpoints ?? []);
    if (isNew || endpoints.some(({ conditions }) => conditions?.ready !== false)) return [];
    const matches = (labels: Readonly<Record<string, string | null | undefined>> | null | undefined): boolean =>
      selector.every(([key, value]) => labels?.[key] === value);
    const all = (snapshot.pods ?? []).filter(
      ({ metadata: of }) => of?.deletionTimestamp == null && matches(of?.labels),
    );
    const shown = selector.map(([key, value]) => `${key}=${value ?? ""}`).join(",");
    const base = { subject: `service/${name}`, command: kubectl(context, "describe", "service", name) };
    if (all.length === 0)
      return [
        {
          ...base,
          id: "no-endpoints",
          cause: `the Service ${name} selects no pod: requests are refused`,
          evidence: [`its selector is ${shown}`, `${ready.length} ready pods have other labels`],
          setting: {
            path: "service.name",
            advice: "the Service was changed by hand, or is of another name: write it again",
          },
          command: release(context, "connect"),
          doomed: true,
        },
      ];
    const isReady = ready.some(({ pod }) => matches(pod.metadata?.labels));
    // pods that are not ready are explained where they are
    if (!isReady) return [];
    return [
      {
        ...base,
        id: "no-endpoints",
        cause: `the Service ${name} knows no ready pod, although there are some`,
        evidence: [`its selector is ${shown}`, `${endpoints.length} endpoints, none of them ready`],
        setting: { path: "service.port", advice: "the Service asks for the port called http of the pods" },
        doomed: false,
      },
    ];
  });
}

/** That of the balancer, and those of the tracks behind a Gateway. */
const isOfService = (name: string, service: string): boolean =>
  ["-lb", "-canary", "-stable", "-blue", "-green"].some((suffix) => name === `${service}${suffix}`);
