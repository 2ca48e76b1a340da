import { ApiError } from "./api-error";
import { Operations } from "./operations";
import { Project } from "./project";
import type { Bucket } from "./storage/buckets";
import { GoogleSchedule } from "./waiting";

/** What can differ from one customer to another. */
export interface CloudSettings {
  /** Ids of the projects that there are. @default - any that is asked for */
  readonly projects?: readonly string[] | undefined;
  /** APIs that are enabled from the beginning. @default - those that README.md has a new user enable */
  readonly enabledServices?: readonly string[] | undefined;
}

/** Where the API of a cluster answers, and what its certificate is signed by. */
export interface ClusterEndpoint {
  /** `127.0.0.1:6443` */
  readonly endpoint: string;
  /** In Base64. */
  readonly certificateAuthority: string;
}

/** What a project must have before Terraform can enable the rest, and what each new one has. */
const enabledAtFirst = [
  "cloudresourcemanager.googleapis.com",
  "logging.googleapis.com",
  "monitoring.googleapis.com",
  "serviceusage.googleapis.com",
];

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects#before_you_begin */
const projectId = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Google Cloud: the projects of one user. */
export class Cloud {
  readonly schedule = new GoogleSchedule();
  readonly operations = new Operations(this.schedule);
  /** Names of buckets are unique over all customers. */
  readonly buckets = new Map<string, Bucket>();
  /** @default - an address that nobody answers at */
  clusterEndpoint: ClusterEndpoint | undefined;
  private readonly projects = new Map<string, Project>();

  constructor(private readonly settings: CloudSettings = {}) {}

  all(): readonly Project[] {
    return [...this.projects.values()];
  }

  /**
   * By its id or number.
   *
   * @throws {ApiError} when there is none, which Google does not tell from one that the user may not see
   */
  project(name: string): Project {
    const found = this.all().find(({ id, number }) => [id, number].includes(name));
    if (found !== undefined) return found;
    const { projects, enabledServices = enabledAtFirst } = this.settings;
    if (!projectId.test(name) || projects?.includes(name) === false)
      throw new ApiError(403, "The caller does not have permission");
    const project = new Project(name, this, enabledServices);
    this.projects.set(name, project);
    return project;
  }
}
