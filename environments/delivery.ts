import { defineDelivery } from "./schema/define-delivery";

/** How continuous integration delivers the service: `npm run synth:pipelines` writes the pipelines. */
export default defineDelivery({
  branch: "master",
  environments: {
    "aws-production": { secrets: { database: "db-params-aws" } },
    "google-production": { secrets: { database: "db-params-gcp" } },
    "digitalocean-production": { secrets: { database: "db-params-do" } },
  },
  semaphore: { imageRepository: "docker.io/example-org/addressbook", machine: "f1-standard-2", osImage: "ubuntu2404" },
  github: {
    repository: "example-org/addressbook-platform",
    imageRepository: "ghcr.io/example-org/addressbook",
    gitOps: { repository: "example-org/cluster-configuration", environments: ["digitalocean-demo"] },
  },
});
