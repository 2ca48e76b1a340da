import type { ProviderBehaviour } from "../behaviour";
import { byApi, conflicts, matching, notEmpty } from "../rules";
import { cloudNat } from "./cloud-nat";
import { containerRegistry } from "./container-registry";
import { deletionOrder } from "./deletion-order";
import { derived } from "./derived";
import { federation } from "./federation";
import { firewall } from "./firewall";
import { labels } from "./formats";
import { identity } from "./identity";
import { kubernetesCluster } from "./kubernetes-cluster";
import { kubernetesNodePool } from "./kubernetes-node-pool";
import { network } from "./network";
import { postgresAccess } from "./postgres-access";
import { postgresDatabase } from "./postgres-database";
import { privateEndpoint } from "./private-endpoint";
import { secrets } from "./secrets";
import { services } from "./services";
import { google, shared } from "./source";

/** What the configuration of the provider must be like. */
const configuration = {
  source: shared("provider/provider.go"),
  rules: {
    project: [
      notEmpty,
      byApi(
        google("resource-manager/docs/creating-managing-projects"),
        // a project of a domain has the domain in front
        matching(/(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|\d+/, "be the id of a project", "Example Project"),
      ),
    ],
    region: [
      notEmpty,
      byApi(
        google("compute/docs/regions-zones"),
        matching(/[a-z]+(?:-[a-z]+)+\d+/, "be a region, such as europe-west1", "Europe"),
      ),
    ],
    zone: notEmpty,
    credentials: notEmpty,
    impersonate_service_account: notEmpty,
    default_labels: labels,
  },
  relations: [
    conflicts("access_token", "credentials", { access_token: "made-up", credentials: '{"type": "service_account"}' }),
  ],
} satisfies ProviderBehaviour["configuration"];

/** What is known of the provider of Google Cloud beyond its schema. */
export const googleBehaviour: ProviderBehaviour = {
  resources: {
    ...cloudNat,
    ...containerRegistry,
    ...federation,
    ...firewall,
    ...identity,
    ...kubernetesCluster,
    ...kubernetesNodePool,
    ...network,
    ...postgresAccess,
    ...postgresDatabase,
    ...privateEndpoint,
    ...secrets,
    ...services,
  },
  dataSources: {},
  deletionOrder,
  configuration,
  derived,
};
