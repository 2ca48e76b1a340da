import type { DashboardState } from "../dashboard-state";
import { Mark } from "./mark";
import type { Connection } from "./shown";
import { dateOf } from "./time";
import { safeUrl } from "./words";

interface HeadingProps {
  readonly state: DashboardState;
  readonly connection: Connection;
}

/** What is released where, and whether what is shown is current. */
export function Heading({ state, connection }: HeadingProps) {
  const { service, environment, namespace, address, isReadOnly } = state;
  return (
    <header class="top">
      <h1>
        <bdi>{service}</bdi> <span class="quiet">in</span> <bdi>{environment}</bdi>
      </h1>
      <dl class="facts">
        <div>
          <dt>Namespace</dt>
          <dd>
            <bdi>{namespace}</bdi>
          </dd>
        </div>
        {address !== undefined && (
          <div>
            <dt>Address</dt>
            <dd>
              <Address text={address} />
            </dd>
          </div>
        )}
      </dl>
      <p class="connection">
        {isReadOnly && <span class="chip">read-only</span>}
        <ConnectionState connection={connection} state={state} />
      </p>
    </header>
  );
}

function Address({ text }: { readonly text: string }) {
  const url = safeUrl(text);
  if (url === undefined) return <bdi>{text}</bdi>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      <bdi>{text}</bdi>
    </a>
  );
}

function ConnectionState({ connection, state: { trouble, at } }: HeadingProps) {
  switch (connection.kind) {
    case "connecting":
    case "live":
      if (trouble !== undefined)
        return (
          <>
            <Mark look="warning" /> not current
          </>
        );
      return (
        <>
          <Mark look="good" /> live
        </>
      );
    case "lost":
      return (
        <>
          <Mark look="warning" /> reconnecting
        </>
      );
    case "record":
      return <>record of {dateOf(at)}</>;
  }
}
