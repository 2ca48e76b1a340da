import type { Project } from "../project";
import { numericId, timestamp } from "../values";
import { alreadyExists, notFound } from "./compute-error";

/** Something of Compute, with what was asked for. */
export interface ComputeResource<S> {
  readonly id: string;
  readonly name: string;
  /** `global` or `regions/europe-west1`. */
  readonly scope: string;
  /** `projects/p/global/networks/n`, which is how others name it. */
  readonly path: string;
  readonly createdAt: string;
  settings: S;
  /** Changes with every change. */
  fingerprint: string;
  /** Whether its creation has ended. */
  ready: boolean;
}

const origin = "https://www.googleapis.com/compute/v1/";

/** The address of something of Compute, which it is shown and referred to by. */
export const linkTo = (path: string): string => `${origin}${path}`;

/** Resources of one type, in all regions of a project. */
export class Collection<S extends object> {
  private readonly all = new Map<string, ComputeResource<S>>();

  constructor(
    private readonly project: Project,
    /** As in paths: `networks`. */
    readonly type: string,
  ) {}

  values(): readonly ComputeResource<S>[] {
    return [...this.all.values()];
  }

  pathOf(scope: string, name: string): string {
    return `${this.project.relativeName}/${scope}/${this.type}/${name}`;
  }

  /** @throws {ApiError} when there is none */
  get(scope: string, name: string): ComputeResource<S> {
    const path = this.pathOf(scope, name);
    const resource = this.all.get(path);
    if (resource === undefined) throw notFound(path);
    return resource;
  }

  /** @param reference an address or a part of one: `…/projects/p/global/networks/n`, `global/networks/n` */
  find(reference: string): ComputeResource<S> | undefined {
    const path = /(global|regions\/[^/]+)\/\w+\/[^/]+$/.exec(reference)?.[0];
    return path === undefined ? undefined : this.all.get(`${this.project.relativeName}/${path}`);
  }

  /** @throws {ApiError} when the name is taken */
  add(scope: string, name: string, settings: S): ComputeResource<S> {
    const path = this.pathOf(scope, name);
    if (this.all.has(path)) throw alreadyExists(path);
    const resource = {
      id: numericId(),
      name,
      scope,
      path,
      createdAt: timestamp(),
      settings,
      fingerprint: numericId(),
      ready: false,
    };
    this.all.set(path, resource);
    return resource;
  }

  delete({ path }: ComputeResource<S>): void {
    this.all.delete(path);
  }
}
