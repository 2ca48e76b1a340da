import type { HardenedPodProps } from "../constructs/kubernetes/hardened-pod";
import type { Environment } from "../environments/schema/environment";
import { usesDatabase } from "../environments/schema/release-pods";
import type { Service } from "../environments/schema/service";
import type { ReleaseSettings } from "./release-settings";

/** Where the pods find the files of the Secret with the database's address and the service's login. */
export const databaseDirectory = "/var/run/db";

/** The same for the administrator's login, at the first release only. */
const administratorDirectory = "/var/run/db-administrator";
const administratorSecret = "db-administrator";

/** What all pods of the service's image have in common. */
export function servicePod({ cloud, service }: Environment, { image, databaseSecret }: ReleaseSettings) {
  return {
    image,
    // a local image is loaded into the cluster and is in no registry
    imagePullPolicy: cloud === "local" ? "IfNotPresent" : "Always",
    serviceAccountName: service.name,
    resources: service.resources,
    writableDirectories: service.writableDirectories,
    secretDirectories: usesDatabase(service) ? { [databaseSecret]: databaseDirectory } : {},
  } as const satisfies Partial<HardenedPodProps>;
}

/** The same, with the administrator's login besides. */
export function administratorPod(environment: Environment, settings: ReleaseSettings) {
  const pod = servicePod(environment, settings);
  return {
    ...pod,
    secretDirectories: { ...pod.secretDirectories, [administratorSecret]: administratorDirectory },
    env: [
      { name: "DB_CREDENTIALS_DIR", value: databaseDirectory },
      { name: "DB_ADMIN_CREDENTIALS_DIR", value: administratorDirectory },
    ],
  };
}

/** The variables of the service's pods: its configuration, and what this project tells every service. */
export function serviceVariables(service: Service): Record<string, string> {
  return {
    ...service.configuration,
    PORT: String(service.port),
    SHUTDOWN_TIMEOUT_SECONDS: String(service.shutdownSeconds),
    ...(usesDatabase(service) && {
      DB_CREDENTIALS_DIR: databaseDirectory,
      DB_POOL_SIZE: String(service.databasePoolSize),
    }),
  };
}
