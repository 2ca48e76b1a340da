import type { Behaviour, ProviderBehaviour, Replacement } from "../behaviour";
import { byApi, conflicts, matching } from "../rules";
import { known, type Values } from "../values";
import { clusterAccess } from "./cluster-access";
import { containerRegistry } from "./container-registry";
import { deletionOrder } from "./deletion-order";
import { firewall } from "./firewall";
import { identity } from "./identity";
import { kubernetesCluster } from "./kubernetes-cluster";
import { allTags } from "./made-of";
import { network } from "./network";
import { nodes } from "./nodes";
import { postgresDatabase } from "./postgres-database";
import { dataSources, services } from "./services";
import { traffic } from "./traffic";

const resources: Readonly<Record<string, Behaviour>> = {
  ...network,
  ...traffic,
  ...firewall,
  ...identity,
  ...kubernetesCluster,
  ...clusterAccess,
  ...nodes,
  ...containerRegistry,
  ...postgresDatabase,
  ...services,
};

// the newer of the provider's two frameworks keeps `tags_all` as a mere attribute
const withTagsAll = (type: string): boolean =>
  ![
    "aws_ecr_lifecycle_policy",
    "aws_eks_access_policy_association",
    "aws_eks_pod_identity_association",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_route",
    "aws_route_table_association",
    "aws_secretsmanager_secret_version",
    "aws_vpc_security_group_ingress_rule",
  ].includes(type);

const inRegion = (type: string): boolean => !type.startsWith("aws_iam_");

const moved: Replacement = {
  argument: "region",
  when: "it moves to another region",
  test: (before, after) => before !== after,
  example: ["eu-central-1", "eu-west-1"],
};

const complete = (type: string, behaviour: Behaviour): Behaviour => ({
  ...behaviour,
  replacedBy: [...(behaviour.replacedBy ?? []), ...(inRegion(type) ? [moved] : [])],
  filledIn: [
    ...(behaviour.filledIn ?? []),
    ...(inRegion(type) ? ["region"] : []),
    ...(withTagsAll(type) ? ["tags_all"] : []),
  ],
});

/** Tags of the provider are added to those of a resource, and what names no region is in the provider's. */
function derived(_type: string, planned: Values, provider: Values, config: Values): Values {
  return {
    ...("tags" in planned ? { tags_all: allTags(planned["tags"], provider) } : {}),
    region: (config["region"] as unknown) ?? known(provider, "region") ?? (planned["region"] as unknown),
  };
}

/** What the AWS provider 6.25.0, its validators and the APIs of AWS do with what this project uses. */
export const awsBehaviour: ProviderBehaviour = {
  resources: Object.fromEntries(Object.entries(resources).map(([type, rows]) => [type, complete(type, rows)])),
  dataSources,
  deletionOrder,
  configuration: {
    source: "https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs",
    rules: {
      region: byApi(
        "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
        matching(/[a-z]{2,}(-[a-z]+)+-\d/, "be the name of a region", "Frankfurt"),
      ),
      allowed_account_ids: byApi(
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
        matching(/\d{12}/, "have 12 digits", "1111"),
      ),
    },
    relations: [conflicts("allowed_account_ids", "forbidden_account_ids", { forbidden_account_ids: ["444455556666"] })],
  },
  derived,
};
