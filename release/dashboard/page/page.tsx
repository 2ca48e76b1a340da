import { Announcer } from "./announcer";
import { Charts } from "./charts";
import { Decisions } from "./decisions";
import { Diagnoses } from "./diagnoses";
import { Events } from "./events";
import { Heading } from "./heading";
import { History } from "./history";
import { Notes } from "./notes";
import type { Shown } from "./shown";
import { Timeline } from "./timeline";
import { Traffic } from "./traffic";
import { Trouble } from "./trouble";
import { Verification } from "./verification";

/** The whole page. */
export function Page({ connection, state, samples }: Shown) {
  if (state === undefined)
    return (
      <main class="empty">
        <h1>Release dashboard</h1>
        {connection.kind === "lost" ? (
          <Trouble connection={connection} />
        ) : (
          <p role="status">Waiting for the cluster…</p>
        )}
      </main>
    );
  // the record of a command knows less, and says nothing of what it does not know
  const isRecord = connection.kind === "record";
  const canChange = !state.isReadOnly && !isRecord;
  return (
    <>
      <Heading state={state} connection={connection} />
      <main>
        <Trouble connection={connection} state={state} />
        <Timeline state={state} />
        <div class="columns">
          <div class="column">
            <Diagnoses diagnoses={state.diagnoses} />
            <Verification verified={state.candidate ?? state.released} />
            {(!isRecord || samples.length > 0) && <Charts state={state} samples={samples} />}
            <Traffic deployments={state.deployments} />
          </div>
          <div class="column">
            {(!isRecord || state.notes.length > 0) && (
              <Notes notes={state.notes} image={state.candidate?.image} canAdd={canChange} />
            )}
            <Events events={state.events} />
            {(!isRecord || state.revisions.length > 0) && <History {...state} />}
          </div>
        </div>
      </main>
      {canChange && <Decisions state={state} isLive={connection.kind === "live"} />}
      <Announcer state={state} connection={connection} />
    </>
  );
}
