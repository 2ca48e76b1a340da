import { randomBytes } from "node:crypto";

import type { LocalEnvironment } from "../../environments/schema/environment";
import { diagnose } from "../diagnosis/diagnose";
import { ReleaseFailure } from "../failure";
import type { Secret } from "../cluster/objects";
import { TimedOut } from "../stuck";
import { Confidential } from "./confidential";
import { type Connecting, kubectl, until } from "./connecting";
import { changedEntries, entries, secretOf } from "./database-secret";

const postgres = ({ service }: LocalEnvironment): string => `${service.name}-postgres`;

/**
 * Makes the login of a database in the cluster, which is made with it: a password that nobody needs to know. One that is
 * there is kept, because the database would go on asking for it.
 *
 * @throws {ReleaseFailure} when there is a database already, whose password is lost
 */
export async function ensureLocalLogin(
  connecting: Connecting,
  environment: LocalEnvironment,
  name: string,
  found: Secret | undefined,
): Promise<void> {
  const { cluster, dryRun, inputs, say, signal } = connecting;
  const address = {
    DB_HOST: postgres(environment),
    DB_PORT: "5432",
    DB_SCHEMA: environment.database.name,
    DB_USER: environment.database.user,
  };
  if (found?.data?.["DB_PASSWORD"] === undefined) {
    await refuseOtherPassword(connecting, environment);
    const password = new Confidential(randomBytes(24).toString("hex"));
    inputs.redaction.hide(password);
    const data = entries({ ...address, DB_PASSWORD: password });
    signal.throwIfAborted();
    if (!dryRun) {
      // never in the place of one that somebody else has made meanwhile
      if (found === undefined) await cluster.create(secretOf(connecting, name, data));
      else await cluster.patch("Secret", name, { data });
    }
    say(`Secret ${name} ${dryRun ? "would be" : "is"} made with ${Object.keys(data).join(", ")} (a new password)`);
    return;
  }
  const data = entries(address);
  const changed = changedEntries(found, { ...data, DB_PASSWORD: found.data["DB_PASSWORD"] });
  if (changed.length === 0) {
    say(`Secret ${name} is as it should be; its password is kept`);
    return;
  }
  const stale = Object.fromEntries(changed.filter((entry) => !(entry in data)).map((entry) => [entry, null]));
  if (!dryRun) await cluster.patch("Secret", name, { data: { ...data, ...stale } });
  say(`Secret ${name} ${dryRun ? "would be" : "is"} changed: ${changed.join(", ")}; its password is kept`);
}

async function refuseOtherPassword(connecting: Connecting, environment: LocalEnvironment): Promise<void> {
  const claim = `data-${postgres(environment)}-0`;
  if ((await connecting.cluster.get("PersistentVolumeClaim", claim)) === undefined) return;
  throw new ReleaseFailure(
    `the volume ${claim} has a database with a password that is in no Secret any more; delete it with all that is in ` +
      "the database, or make the Secret by hand",
    [kubectl(connecting, "delete", `statefulset/${postgres(environment)}`, `persistentvolumeclaim/${claim}`)],
  );
}

/** Waits until the database in the cluster answers. @throws {TimedOut} */
export async function awaitLocalDatabase(connecting: Connecting, environment: LocalEnvironment): Promise<void> {
  const { cluster, clock, dryRun, say } = connecting;
  const name = postgres(environment);
  if (dryRun) return;
  const since = clock.now();
  const ready = await until(connecting, async () => {
    const found = (await cluster.get("StatefulSet", name)) as { status?: { readyReplicas?: number } } | undefined;
    return (found?.status?.readyReplicas ?? 0) > 0 ? true : undefined;
  });
  if (ready !== undefined) {
    say(`the database ${name} is ready`);
    return;
  }
  const snapshot = {
    at: clock.now(),
    deployments: [],
    pods: await cluster.list("Pod", { app: name }),
    events: await cluster.list("Event"),
  };
  const { service } = environment;
  const context = { environment, namespace: cluster.namespace, service, deployments: [], since };
  throw new TimedOut(`the database ${name}`, Math.round((clock.now() - since) / 1000), diagnose(snapshot, context));
}
