import type { Admission } from "./admission";
import type { EventRecorder } from "./event-recorder";
import type { ClusterObjects } from "./objects";
import type { Reactions } from "./reactions";

/** What every controller works with. */
export interface ClusterContext {
  readonly objects: ClusterObjects;
  readonly reactions: Reactions;
  readonly events: EventRecorder;
  readonly admission: Admission;
}
