import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { Construct } from "constructs";

const apis = [
  "artifactregistry.googleapis.com",
  // the provider asks it for the project whenever it reads a service or a role, and new projects have it switched off
  "cloudresourcemanager.googleapis.com",
  "compute.googleapis.com",
  "container.googleapis.com",
  "iam.googleapis.com",
  "secretmanager.googleapis.com",
  "sqladmin.googleapis.com",
] as const;

/** The APIs of Google Cloud that everything else needs. They stay on when the environment is destroyed. */
export class GoogleProjectServices extends Construct {
  /** What every first resource of an API must depend on. */
  readonly enabled: readonly ProjectService[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.enabled = apis.map((api) => enableService(this, api));
  }
}

/** Switches an API on, and leaves it on: others in the project may use it. */
export const enableService = (scope: Construct, service: string): ProjectService =>
  new ProjectService(scope, service.split(".")[0] ?? service, { service, disableOnDestroy: false });
