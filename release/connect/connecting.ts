import type { Environment } from "../../environments/schema/environment";
import type { Clock } from "../clock";
import type { Cluster } from "../cluster/cluster";
import type { ConnectInputs } from "./inputs";

/** What every step of connecting works with. */
export interface Connecting {
  readonly environment: Environment;
  readonly inputs: ConnectInputs;
  /** It must answer even when the signal is aborted: the administrator's login is taken out of it then. */
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Ends it in an orderly way. */
  readonly signal: AbortSignal;
  /** Nothing is changed, only told. */
  readonly dryRun: boolean;
  /** When waiting is given up, in milliseconds since 1970. */
  readonly deadline: number;
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
}

/** `npx release connect --environment aws-demo` */
export const again = ({ environment }: Connecting, ...options: readonly string[]): string =>
  ["npx release connect --environment", environment.name, ...options].join(" ");

/** `kubectl --namespace addressbook …` */
export const kubectl = ({ cluster }: Connecting, ...words: readonly string[]): string =>
  ["kubectl --namespace", cluster.namespace, ...words].join(" ");

/** How often something that is waited for is looked at. */
const everyMillis = 1000;

/**
 * Looks until there is something to see.
 *
 * @returns undefined when the time is up
 */
export async function until<T>(
  { clock, signal, deadline }: Connecting,
  look: () => Promise<T | undefined>,
  limit = deadline,
): Promise<T | undefined> {
  for (;;) {
    signal.throwIfAborted();
    const seen = await look();
    if (seen !== undefined) return seen;
    if (clock.now() + everyMillis > limit) return undefined;
    await clock.sleep(everyMillis, signal);
  }
}
