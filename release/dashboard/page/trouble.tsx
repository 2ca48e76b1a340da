import type { DashboardState } from "../dashboard-state";
import { Mark } from "./mark";
import type { Connection } from "./shown";
import { Age, timeOfDay } from "./time";

interface TroubleProps {
  readonly connection: Connection;
  /** @default - nothing has come yet */
  readonly state?: DashboardState;
}

/** Why what is shown is old, and since when. */
export function Trouble({ connection, state }: TroubleProps) {
  if (connection.kind === "lost")
    return (
      <p class="banner">
        <Mark look="warning" />
        <span>
          <strong>No connection</strong> since {timeOfDay(connection.since)} (<Age at={connection.since} />
          ). {state !== undefined && "What is shown is from then. "}
          {connection.isRefused
            ? "The dashboard refuses this page: if it was started anew, open the address that it has printed."
            : "Trying to connect again."}
        </span>
      </p>
    );
  if (state?.trouble === undefined) return null;
  return (
    <p class="banner">
      <Mark look="warning" />
      <span>
        <strong>What is shown is old.</strong> <bdi>{state.trouble}</bdi>
      </span>
    </p>
  );
}
