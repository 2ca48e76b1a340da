import type { ReleaseSettings } from "../../charts/release-settings";
import type { Environment } from "../../environments/schema/environment";
import { usesDatabase } from "../../environments/schema/release-pods";
import type { Programs } from "../../programs/local-programs";
import type { Clock } from "../clock";
import type { Cluster } from "../cluster/cluster";
import { manifestsOf } from "../manifests";
import type { ReleaseEvent } from "../terminal/release-event";
import { applyObject, type Effect } from "./apply-object";
import { bootstrap, planBootstrap } from "./bootstrap";
import { again, type Connecting } from "./connecting";
import { applyDatabaseSecret, refuseUnknownPassword } from "./database-secret";
import type { ConnectInputs } from "./inputs";
import { awaitLocalDatabase, ensureLocalLogin } from "./local-database";
import { interruption } from "./programs";
import { ensureRegistryAccess } from "./registry-access";
import { ReleaseFailure } from "../failure";

export interface ConnectOptions {
  readonly environment: Environment;
  readonly settings: ReleaseSettings;
  readonly inputs: ConnectInputs;
  /** Tells what would be made, and changes nothing. @default false */
  readonly dryRun?: boolean;
  /** The service's role is in the database already, or is made by other means. @default false */
  readonly skipBootstrap?: boolean;
  /** Has the administrator give the service's role the password of its login. @default false */
  readonly resetPassword?: boolean;
  /** Seconds after which waiting is given up. @default 420: the Job of the bootstrap is given up after 300 */
  readonly timeoutSeconds?: number;
}

export interface ConnectTools {
  /** It must answer even when the signal is aborted: the administrator's login is taken out of it then. */
  readonly cluster: Cluster;
  readonly programs: Programs;
  readonly clock: Clock;
  /** Ends it in an orderly way. */
  readonly signal: AbortSignal;
  readonly event: (event: ReleaseEvent) => void;
}

/** What became of the cluster. */
export interface ConnectResult {
  /** How many objects of the manifests were made, changed, …; Secrets are not counted. */
  readonly objects: Readonly<Record<Effect, number>>;
  readonly bootstrap: "done" | "skipped";
}

/**
 * Makes a cluster ready for releases: the namespace and what is in it between releases, the database's address and the
 * service's login, the registry's login where nodes need one, and the service's role in the database. It may be run
 * again at any time, and then changes what is not as it should be.
 *
 * @throws {ReleaseFailure} when it cannot be done, or is interrupted; no text of it holds a secret
 * @throws {ApiError} and {@link Unreachable} when the cluster refuses or does not answer
 */
export async function connect(options: ConnectOptions, tools: ConnectTools): Promise<ConnectResult> {
  const { redaction } = options.inputs;
  const connecting = begin(options, tools);
  try {
    return await connectSteps(options, tools.programs, connecting);
  } catch (error) {
    const { signal } = tools;
    if (signal.aborted && !(error instanceof ReleaseFailure)) {
      if (signal.reason instanceof ReleaseFailure) throw signal.reason;
      throw new ReleaseFailure(interruption().message, [again(connecting)]);
    }
    throw redaction.error(error);
  }
}

function begin(options: ConnectOptions, { cluster, clock, signal, event }: ConnectTools): Connecting {
  const { environment, inputs, dryRun = false, timeoutSeconds = 420 } = options;
  const tell = (level: "info" | "warning") => (text: string) => {
    event({ at: clock.now(), type: "note", level, text: inputs.redaction.text(text) });
  };
  return {
    environment,
    inputs,
    cluster,
    clock,
    signal,
    dryRun,
    deadline: clock.now() + timeoutSeconds * 1000,
    say: tell("info"),
    warn: tell("warning"),
  };
}

async function connectSteps(
  options: ConnectOptions,
  programs: Programs,
  connecting: Connecting,
): Promise<ConnectResult> {
  const { environment, settings, inputs, skipBootstrap = false, resetPassword = false } = options;
  const { cluster } = connecting;
  const name = settings.databaseSecret;
  const found = await cluster.get("Secret", name);
  const bootstrapOptions = { settings, skip: skipBootstrap, resetsPassword: resetPassword, found };
  const plan = await planBootstrap(connecting, bootstrapOptions);
  if (!resetPassword || "skipped" in plan) refuseUnknownPassword(connecting, name, found);

  const { administrators, base } = manifestsOf(environment, settings);
  const objects: Record<Effect, number> = { made: 0, changed: 0, unchanged: 0, left: 0 };
  for (const object of administrators) objects[await applyObject(connecting, object, { byOthers: true })]++;
  // pods that start must find it, and a local database is made with it
  if (environment.cloud === "local" && usesDatabase(environment.service))
    await ensureLocalLogin(connecting, environment, name, found);
  else if (inputs.database !== undefined) await applyDatabaseSecret(connecting, name, inputs.database, found);
  await ensureRegistryAccess(connecting, programs);
  for (const object of base) objects[await applyObject(connecting, object)]++;
  if (environment.cloud === "local" && usesDatabase(environment.service))
    await awaitLocalDatabase(connecting, environment);
  return { objects, bootstrap: await bootstrap(connecting, plan, name) };
}
