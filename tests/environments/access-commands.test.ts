import { kubeconfigCommand, registryLoginCommand } from "../../environments/schema/access-commands";
import { environment, minimal } from "../support/environments";

const aws = environment("shop", minimal.aws);
const google = environment("shop", minimal.google);
const regional = environment("shop", { ...minimal.google, cluster: { regional: true } });
const autopilot = environment("shop", { ...minimal.google, cluster: { autopilot: true } });
const digitalocean = environment("shop", minimal.digitalocean);

const onGoogle = (location: string): string =>
  `gcloud container clusters get-credentials addressbook-shop --location ${location} --project team-project --dns-endpoint`;

test.each([
  ["AWS", aws, "aws eks update-kubeconfig --name addressbook-shop --region eu-central-1"],
  ["Google Cloud, in the zone of its nodes", google, onGoogle("europe-west1-b")],
  ["Google Cloud, in a region", regional, onGoogle("europe-west1")],
  ["Google Cloud, with Autopilot", autopilot, onGoogle("europe-west1")],
  ["DigitalOcean", digitalocean, "doctl kubernetes cluster kubeconfig save addressbook-shop"],
])("a cluster on %s is found by its command", (_cloud, of, command) => {
  expect(kubeconfigCommand(of)).toBe(command);
});

test.each([
  [
    "AWS, without a password on the command line",
    aws,
    "aws ecr get-login-password --region eu-central-1 | docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-central-1.amazonaws.com",
  ],
  ["Google Cloud, at its host", google, "gcloud auth configure-docker europe-west1-docker.pkg.dev"],
  ["DigitalOcean, for an hour", digitalocean, "doctl registry login --expiry-seconds 3600"],
])("a registry on %s is logged in to by its command", (_cloud, of, command) => {
  expect(registryLoginCommand(of)).toBe(command);
});
