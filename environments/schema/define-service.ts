import type { Service } from "./service";

/** Describes the service that the environments carry. A file of an environment may say otherwise, setting by setting. */
export function defineService(service: Service): Service {
  return service;
}
