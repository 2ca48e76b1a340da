/** What a pod asks for. */
export interface PodRequests {
  /** Thousandths of a processor. */
  readonly millicores: number;
  readonly mib: number;
}

/**
 * Bounds of a pod on the general-purpose nodes of GKE Autopilot, in clusters whose pods may burst: all that are made
 * today. Less is raised, more is refused.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests
 */
export const autopilotLeast: PodRequests = { millicores: 50, mib: 52 };
export const autopilotMost: PodRequests = { millicores: 30_000, mib: 110 * 1024 };

/** GiB of memory for each processor. */
const leastMemory = 1;
const mostMemory = 6.5;

/** What Autopilot makes of requests, and bills: at least the least, and memory and processors in proportion. */
export function autopilotRequests({ millicores, mib }: PodRequests): PodRequests {
  const raised = Math.max(autopilotLeast.millicores, millicores, Math.ceil((mib / 1024 / mostMemory) * 1000));
  return {
    millicores: raised,
    mib: Math.max(autopilotLeast.mib, mib, Math.ceil((raised / 1000) * leastMemory * 1024)),
  };
}
