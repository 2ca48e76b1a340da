import type { ClusterObjects } from "../controllers/objects";

/** The least number of pods that were ready behind a Service. */
export interface MinimumWatch {
  readonly least: number;
  /** When it was so for the first time, in milliseconds since 1970. */
  readonly at: number;
  stop(): void;
}

export function readyPods(objects: ClusterObjects, service: string): string[] {
  const [name = "", namespace] = service.split("/").reverse();
  return objects
    .list("EndpointSlice", namespace)
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name)
    .flatMap(({ endpoints }) => endpoints)
    .filter(({ conditions }) => conditions?.ready === true)
    .map(({ targetRef }) => targetRef?.name ?? "")
    .sort();
}

export function watchMinimum(objects: ClusterObjects, service: string, now: () => number): MinimumWatch {
  const watch = { least: readyPods(objects, service).length, at: now() };
  const stop = objects.store.subscribe(({ object }) => {
    if (object.kind !== "EndpointSlice") return;
    const count = readyPods(objects, service).length;
    if (count >= watch.least) return;
    watch.least = count;
    watch.at = now();
  });
  return Object.assign(watch, { stop });
}
