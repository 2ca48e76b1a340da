import { writeFileSync } from "node:fs";

import { findApiServer, type KubernetesVersion, kubernetesVersions } from "./api-server";
import { schemasOf, storedText } from "./kubernetes-schemas";

/** Writes the schemas of all versions anew, from the code of Kubernetes; takes Go. */
const schemas = Object.keys(kubernetesVersions).map((version) => {
  const found = findApiServer(version as KubernetesVersion);
  if ("missing" in found) throw new Error(`Kubernetes ${version}: ${found.missing}`);
  return [version, schemasOf(found.command)] as const;
});
writeFileSync(
  "tests/support/kubernetes-schemas.json",
  storedText(Object.fromEntries(schemas) as Parameters<typeof storedText>[0]),
);
