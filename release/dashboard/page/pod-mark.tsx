import type { PodState } from "../../terminal/release-event";
import { type Look, Mark } from "./mark";

const looks: Readonly<Record<PodState["state"], Look>> = {
  failing: "bad",
  waiting: "waits",
  stopping: "ends",
  ready: "good",
};

/** What stands before a pod. */
export const PodMark = ({ state }: Pick<PodState, "state">) => <Mark look={looks[state]} />;
