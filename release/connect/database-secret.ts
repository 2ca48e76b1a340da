import { recommendedLabels } from "../../constructs/kubernetes/labels";
import { ReleaseFailure } from "../failure";
import type { Secret } from "../cluster/objects";
import { base64, Confidential } from "./confidential";
import { again, type Connecting } from "./connecting";
import { type DatabaseParameters, type ParameterName, parameterNames } from "./database-parameters";

/** The entries of a Secret, as the API takes them. */
export const entries = (parameters: Partial<Record<ParameterName, string | Confidential | undefined>>) =>
  Object.fromEntries(
    parameterNames.flatMap((name) => {
      const value = parameters[name];
      if (value === undefined) return [];
      return [[name, base64(value instanceof Confidential ? value.reveal() : value)]];
    }),
  );

/** A Secret of the service's namespace. Its values are applied, so that others may add entries of their own. */
export const secretOf = (
  { environment: { service }, cluster }: Connecting,
  name: string,
  data: Readonly<Record<string, string>>,
): Secret => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: cluster.namespace, labels: recommendedLabels(service, name) },
  type: "Opaque",
  data,
});

/** What differs between the Secret that is there and the one that is wanted: names of entries. */
export function changedEntries(found: Secret, wanted: Readonly<Record<string, string>>): ParameterName[] {
  return parameterNames.filter((name) => found.data?.[name] !== wanted[name]);
}

/** Writes the service's login into its Secret, and tells who notices. */
export async function applyDatabaseSecret(
  connecting: Connecting,
  name: string,
  parameters: DatabaseParameters,
  found: Secret | undefined,
): Promise<void> {
  const { cluster, dryRun, say } = connecting;
  const wanted = entries(parameters);
  const changed = found === undefined ? [] : changedEntries(found, wanted);
  if (found !== undefined && changed.length === 0) {
    say(`Secret ${name} is as it should be (${inputsOf(connecting)})`);
    return;
  }
  if (!dryRun) {
    connecting.signal.throwIfAborted();
    await cluster.apply(secretOf(connecting, name, wanted));
    const stale = changed.filter((entry) => wanted[entry] === undefined);
    // whoever made the Secret by hand owns them, so that to apply does not take them away
    if (stale.length > 0)
      await cluster.patch("Secret", name, { data: Object.fromEntries(stale.map((entry) => [entry, null])) });
  }
  const tense = dryRun ? "would be" : "is";
  if (found === undefined)
    say(`Secret ${name} ${tense} made with ${Object.keys(wanted).join(", ")} (${inputsOf(connecting)})`);
  else say(`Secret ${name} ${tense} changed: ${changed.join(", ")} (${inputsOf(connecting)}); ${whoNotices(changed)}`);
}

const inputsOf = ({ inputs }: Connecting): string => `from ${inputs.source}`;

/** The service reads its password anew for each connection, and everything else when it starts. */
function whoNotices(changed: readonly ParameterName[]): string {
  return changed.every((name) => name === "DB_PASSWORD")
    ? "pods read the password within a minute or two, without a restart"
    : "pods that run keep the old address until they are restarted, as by the next release";
}

/**
 * On AWS Terraform makes a new password, and only the administrator can give it to the role in the database: pods with
 * the new one would be refused.
 *
 * @throws {ReleaseFailure} when the Secret has another password than the one that is to be written
 */
export function refuseUnknownPassword(connecting: Connecting, name: string, found: Secret | undefined): void {
  const { environment, inputs } = connecting;
  if (environment.cloud !== "aws" || inputs.outputs === undefined || inputs.database === undefined) return;
  if (found === undefined || !changedEntries(found, entries(inputs.database)).includes("DB_PASSWORD")) return;
  throw new ReleaseFailure(
    `the password of ${inputs.database.DB_USER ?? ""} in Secrets Manager is another than in the Secret ${name}: the ` +
      "database still has the old one, and only its administrator can give it the new one",
    [again(connecting, "--reset-password")],
  );
}
