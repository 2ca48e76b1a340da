import type { CloudEnvironment } from "./environment";
import { googleClusterLocation } from "./google";
import { registryHost, resourceName } from "./names";

/**
 * Command that adds an environment's cluster to the kubeconfig of whoever runs it, with that person's own credentials. It
 * names the cluster and its place, and needs nothing that is deployed.
 */
export function kubeconfigCommand(environment: CloudEnvironment): string {
  const name = resourceName(environment);
  switch (environment.cloud) {
    case "aws":
      return `aws eks update-kubeconfig --name ${name} --region ${environment.region}`;
    case "google":
      // by its DNS name
      return `gcloud container clusters get-credentials ${name} --location ${googleClusterLocation(environment)} --project ${environment.projectId} --dns-endpoint`;
    case "digitalocean":
      return `doctl kubernetes cluster kubeconfig save ${name}`;
  }
}

/** Command that lets the local `docker` push to an environment's registry, with the credentials of whoever runs it. */
export function registryLoginCommand(environment: CloudEnvironment): string {
  switch (environment.cloud) {
    case "aws":
      return `aws ecr get-login-password --region ${environment.region} | docker login --username AWS --password-stdin ${registryHost(environment)}`;
    case "google":
      return `gcloud auth configure-docker ${registryHost(environment)}`;
    case "digitalocean":
      // as long as nothing else is said, the login is good for thirty days
      return "doctl registry login --expiry-seconds 3600";
  }
}
