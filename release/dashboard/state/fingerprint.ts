import { notesOf } from "../../annotations";
import type { Snapshot } from "../../snapshot";
import { revisionAnnotation } from "../../steps/revisions";

/**
 * Changes with all that may have changed what is not watched: whoever releases has written something, a Job has got on,
 * or pods have begun to fail. A pod that only gets ready changes nothing.
 */
export function fingerprint({ deployments, pods, jobs = [], services = [] }: Snapshot): string {
  const failing = pods.flatMap(({ metadata, status }) =>
    (status?.containerStatuses ?? [])
      .filter(({ restartCount, state }) => restartCount > 0 || (state?.waiting?.reason ?? "").endsWith("BackOff"))
      .map(({ restartCount, state }) => [metadata?.name, restartCount, state?.waiting?.reason]),
  );
  return JSON.stringify([
    deployments.map((deployment) => [
      deployment.metadata?.uid,
      deployment.metadata?.generation,
      deployment.metadata?.annotations?.[revisionAnnotation],
      notesOf(deployment),
    ]),
    jobs.map(({ metadata, status }) => [metadata?.uid, status?.conditions]),
    services.map(({ spec }) => spec?.selector),
    failing,
  ]);
}
