import type { ProviderBehaviour } from "../behaviour";
import { containerRegistry } from "./container-registry";
import { deletionOrder } from "./deletion-order";
import { kubernetesCluster, kubernetesClusterData, kubernetesVersions } from "./kubernetes-cluster";
import { network } from "./network";
import { postgresDatabase } from "./postgres-database";
import { databaseCertificate, postgresDatabaseContents } from "./postgres-database-contents";
import { project, projects } from "./project";

/** DigitalOcean, as far as this project uses it. */
export const digitaloceanBehaviour: ProviderBehaviour = {
  resources: {
    ...network,
    ...containerRegistry,
    ...kubernetesCluster,
    ...postgresDatabase,
    ...postgresDatabaseContents,
    ...project,
  },
  dataSources: {
    ...databaseCertificate,
    ...kubernetesClusterData,
    ...kubernetesVersions,
    ...projects,
  },
  deletionOrder,
};
