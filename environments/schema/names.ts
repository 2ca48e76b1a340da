import type { AwsEnvironment } from "./aws";
import { githubIssuer, semaphoreIssuer } from "./continuous-integration";
import type { DigitaloceanEnvironment } from "./digitalocean";
import type { CloudEnvironment, Environment } from "./environment";
import type { GoogleEnvironment } from "./google";

/** Prefix of the names of all resources of an environment; most resources are called just this. */
export const resourceName = ({ project, name }: CloudEnvironment): string => `${project}-${name}`;

/** Where the state of an environment is kept within its backend. */
export const stateKey = ({ project, name }: CloudEnvironment): string => `${project}/${name}`;

/** `<environment>-nodes`: Google Cloud allows 30 characters, so the project is left out. */
export const nodeServiceAccountId = ({ name }: GoogleEnvironment): string => `${name}-nodes`;

/** `<environment>-release`: the account that continuous integration works as, in the same 30 characters. */
export const releaseAccountId = ({ name }: GoogleEnvironment): string => `${name}-release`;

/** How Kubernetes calls that account. */
export const releaseAccountEmail = (environment: GoogleEnvironment): string =>
  `${releaseAccountId(environment)}@${environment.projectId}.iam.gserviceaccount.com`;

/** Google keeps the id of a deleted pool blocked for 30 days, hence the generation. */
export const identityPoolId = ({ name, ci }: GoogleEnvironment): string => `${name}-ci-${ci.generation}`;

/** The role of that account in the project. The ids of roles have no hyphens, and are blocked likewise. */
export const releaseRoleId = (environment: GoogleEnvironment): string =>
  `${resourceName(environment).replaceAll("-", "_")}_release_${environment.ci.generation}`;

/** Cloud SQL keeps the name of a deleted instance blocked for a week, hence the generation. */
export const sqlInstanceName = (environment: GoogleEnvironment): string =>
  `${resourceName(environment)}-${environment.database.generation}`;

/** ECR: one repository per environment and service. */
export const ecrRepositoryName = (environment: AwsEnvironment): string =>
  `${resourceName(environment)}/${environment.service.name}`;

/** Hosts of the continuous integration that may release: who issues the tokens that the cloud trusts. */
export const trustedIssuers = ({ ci }: AwsEnvironment | GoogleEnvironment): string[] => [
  ...(ci.github === undefined ? [] : [githubIssuer]),
  ...(ci.semaphore === undefined ? [] : [semaphoreIssuer(ci.semaphore)]),
];

/** The role that continuous integration takes on to release the service. */
export const releaseRoleName = (environment: AwsEnvironment): string => `${resourceName(environment)}-release`;

/**
 * Repository of the service's image, as in `docker push <repository>:<tag>`. It is known before anything is
 * created, so that manifests need no output of Terraform.
 */
export function imageRepository(environment: Environment): string {
  switch (environment.cloud) {
    case "aws":
      return `${registryHost(environment)}/${ecrRepositoryName(environment)}`;
    case "google":
      return `${registryHost(environment)}/${environment.projectId}/${resourceName(environment)}/${environment.service.name}`;
    case "digitalocean":
      return `${registryHost(environment)}/${environment.registry.name}/${environment.service.name}`;
    case "local":
      return environment.service.name;
  }
}

/** Host of the registry that the environment's nodes can pull from. */
export function registryHost(environment: AwsEnvironment | GoogleEnvironment | DigitaloceanEnvironment): string {
  switch (environment.cloud) {
    case "aws":
      return `${environment.accountId}.dkr.ecr.${environment.region}.amazonaws.com`;
    case "google":
      return `${environment.region}-docker.pkg.dev`;
    case "digitalocean":
      return "registry.digitalocean.com";
  }
}

/**
 * Secrets with the registry's login. DigitalOcean puts one into every namespace, called like the registry or with a
 * prefix, and gives it to the account `default` only; nodes elsewhere have a login of their own.
 */
export function imagePullSecrets(environment: Environment): string[] {
  if (environment.cloud !== "digitalocean") return [];
  const { name } = environment.registry;
  return [name, `registry-${name}`];
}
