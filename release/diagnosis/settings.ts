/**
 * All that a diagnosis asks somebody to change, and what it is: a setting of an environment, a variable of a release, a
 * key of the Secret with the database's login, or a file of this project.
 */
export const settings = {
  "service.command": "environment",
  "service.migrationCommand": "environment",
  "service.port": "environment",
  "service.probes.startup": "environment",
  "service.probes.readiness": "environment",
  "service.probes.liveness": "environment",
  "service.writableDirectories": "environment",
  "service.configuration": "environment",
  "service.databasePoolSize": "environment",
  "service.stablePods": "environment",
  "service.resources.cpuRequest": "environment",
  "service.resources.cpuLimit": "environment",
  "service.resources.memoryRequest": "environment",
  "service.resources.memoryLimit": "environment",
  "service.balancer.exposure": "environment",
  "service.name": "environment",
  "cluster.nodeType": "environment",
  "cluster.nodeCount": "environment",
  "network.cidr": "environment",
  "network.podsCidr": "environment",
  "database.storageGib": "environment",
  "database.size": "environment",
  "database.instanceType": "environment",
  "database.tier": "environment",
  IMAGE: "variable",
  STABLE_PODS: "variable",
  DB_HOST: "credential",
  DB_SCHEMA: "credential",
  DB_PASSWORD: "credential",
  DB_SSL: "credential",
  DB_CA: "credential",
  DB_TLS_VERIFICATION: "credential",
  "addressbook/Dockerfile": "file",
  "addressbook/migrations": "file",
  "constructs/kubernetes/hardened-pod.ts": "file",
  "constructs/kubernetes/load-balancer.ts": "file",
} as const;

export type SettingPath = keyof typeof settings;
