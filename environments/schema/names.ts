import type { AwsEnvironment } from "./aws";
import type { DigitaloceanEnvironment } from "./digitalocean";
import type { CloudEnvironment, Environment } from "./environment";
import type { GoogleEnvironment } from "./google";

/** Prefix of the names of all resources of an environment; most resources are called just this. */
export const resourceName = ({ project, name }: CloudEnvironment): string => `${project}-${name}`;

/** Where the state of an environment is kept within its backend. */
export const stateKey = ({ project, name }: CloudEnvironment): string => `${project}/${name}`;

/** `<environment>-nodes`: Google Cloud allows 30 characters, so the project is left out. */
export const nodeServiceAccountId = ({ name }: GoogleEnvironment): string => `${name}-nodes`;

/** Cloud SQL keeps the name of a deleted instance blocked for a week, hence the generation. */
export const sqlInstanceName = (environment: GoogleEnvironment): string =>
  `${resourceName(environment)}-${environment.database.generation}`;

/** ECR: one repository per environment and service. */
export const ecrRepositoryName = (environment: AwsEnvironment): string =>
  `${resourceName(environment)}/${environment.service.name}`;

/** Hosts of the continuous integration that may release: who issues the tokens that AWS trusts. */
export const trustedIssuers = ({ ci }: AwsEnvironment): string[] => [
  ...(ci.github === undefined ? [] : [githubIssuer]),
  ...(ci.semaphore === undefined ? [] : [semaphoreIssuer(ci.semaphore)]),
];

export const githubIssuer = "token.actions.githubusercontent.com";

export const semaphoreIssuer = ({ organization }: { readonly organization: string }): string =>
  `${organization}.semaphoreci.com`;

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
