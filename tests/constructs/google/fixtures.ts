import type { TerraformStack } from "cdktf";

import { GoogleNetwork, type GoogleNetworkProps } from "../../../constructs/google/network";
import { GoogleProjectServices } from "../../../constructs/google/project-services";

export const services = (stack: TerraformStack) => new GoogleProjectServices(stack, "services").enabled;

/** What everything waits for that is made first in its API. */
export const everyService = [
  "artifactregistry",
  "cloudresourcemanager",
  "compute",
  "container",
  "iam",
  "secretmanager",
  "sqladmin",
].map((name) => `google_project_service.services_${name}`);

export const network = (
  stack: TerraformStack,
  dependsOn: GoogleNetworkProps["dependsOn"],
  props: Partial<GoogleNetworkProps> = {},
) =>
  new GoogleNetwork(stack, "network", {
    name: "team",
    region: "europe-west1",
    nodesCidr: "10.0.0.0/20",
    podsCidr: "10.4.0.0/14",
    servicesCidr: "10.0.32.0/20",
    databaseCidr: "10.0.48.0/28",
    flowLogs: false,
    dependsOn,
    ...props,
  });
