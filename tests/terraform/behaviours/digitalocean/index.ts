import type { ProviderBehaviour } from "../behaviour";
import { containerRegistry, containerRegistryData } from "./container-registry";
import { deletionOrder } from "./deletion-order";
import { kubernetesCluster, kubernetesVersions } from "./kubernetes-cluster";
import { network } from "./network";
import { postgresDatabase } from "./postgres-database";
import { databaseCertificate, postgresDatabaseContents } from "./postgres-database-contents";
import { project } from "./project";

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
  dataSources: { ...containerRegistryData, ...databaseCertificate, ...kubernetesVersions },
  deletionOrder,
};
