import { at } from "../support/at";
import { shippedClouds, stackJson } from "../support/every-environment";
import { isStateful } from "./support/stateful";

/**
 * Addresses in Terraform's state. They come from the ids of the constructs: a changed id has Terraform delete what
 * there is and create it anew, for everybody who has deployed before. Do not adapt this list to a renamed construct
 * alone: a rename needs a `moved` block in the stack, and a row in {@link renamed}.
 */
const addresses = {
  aws: [
    "aws_db_instance.database_instance_D7FC2283",
    "aws_ecr_repository.registry_repository_BAFE171E",
    "aws_eks_cluster.cluster_A4C38409",
    "aws_secretsmanager_secret.database_user-secret_5C177D95",
    "aws_vpc.network_vpc_4E8F0223",
  ],
  google: [
    "google_artifact_registry_repository.registry_repository_BAFE171E",
    "google_compute_network.network_C8AC2FB3",
    "google_container_cluster.cluster_A4C38409",
    "google_secret_manager_secret.database_administrator-secret_39121AB8",
    "google_secret_manager_secret.database_user-secret_5C177D95",
    "google_sql_database.database_7CF902CB",
    "google_sql_database_instance.database_instance_D7FC2283",
  ],
  digitalocean: [
    "digitalocean_database_cluster.database_cluster_FAF2FB92",
    "digitalocean_database_db.database_7CF902CB",
    "digitalocean_kubernetes_cluster.cluster_A4C38409",
    "digitalocean_vpc.network_vpc_4E8F0223",
  ],
};

/** What only some environments have, by what it takes. */
const optional = {
  customerKey: "aws_kms_key.encryption_key_EEB70057",
  ownRegistry: "digitalocean_container_registry.registry_71CE07F6",
};

/** What had another address in an earlier version, and the block with which Terraform finds it under its new one. */
const renamed = [{ from: "aws_kms_key.cluster_key_D00E14E1", to: optional.customerKey }];

test.each(shippedClouds)("$name keeps the addresses of everything that must not be replaced", (environment) => {
  const resources = at(stackJson(environment).json, "resource") as Record<string, object>;
  const found = Object.entries(resources)
    .filter(([type]) => isStateful(type))
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));

  const expected = [...addresses[environment.cloud]];
  if (environment.cloud === "aws" && environment.cluster.customerKey) expected.push(optional.customerKey);
  if (environment.cloud === "digitalocean" && environment.registry.mode === "create")
    expected.push(optional.ownRegistry);
  expect(found.sort()).toEqual(expected.sort());
});

test.each(shippedClouds)("$name finds what it had under an earlier address, and nothing else", (environment) => {
  const { json } = stackJson(environment);
  const here = renamed.filter(({ to }) => at(json, "resource", ...to.split(".")) !== undefined);
  expect(at(json, "moved") ?? []).toEqual(here);
});
