import { z } from "zod";

import { commonRoutes, type ControlRoutes, type ReadBody } from "../http/control";
import type { Faults } from "../http/faults";
import type { RequestLog } from "../http/request-log";
import { ApiError } from "./api-error";
import { parsed } from "./api-request";
import type { Cloud } from "./cloud";
import { leftovers } from "./leftovers";
import { kinds } from "./waiting";

const seconds = z.partialRecord(z.enum(kinds), z.number().min(0)).optional();

const models = {
  waiting: z.strictObject({ creating: seconds, updating: seconds, deleting: seconds }),
  failure: z.strictObject({ type: z.string().min(1), message: z.string().min(1) }),
  endpoint: z.strictObject({ endpoint: z.string(), certificateAuthority: z.string() }),
};

/** The routes below /_emulator/, by which a test looks behind the curtain. */
export function control(cloud: Cloud, faults: Faults, log: RequestLog): (operation: string, body: string) => unknown {
  const routes: ControlRoutes = {
    ...commonRoutes(faults, log, read),
    "GET health": () => ({ projects: cloud.all().map(({ id }) => id) }),
    "GET waiting": () => cloud.schedule.show(),
    "POST waiting": (body) => {
      cloud.schedule.set(read(models.waiting, body));
    },
    "POST failures": (body) => {
      const { type, message } = read(models.failure, body);
      cloud.operations.failNext(type, message);
    },
    "GET leftovers": () => leftovers(cloud),
    "POST cluster-endpoint": (body) => {
      cloud.clusterEndpoint = read(models.endpoint, body);
    },
  };
  return (operation, body) => {
    const route = routes[operation];
    if (route === undefined)
      throw new ApiError(404, `no route ${operation}; there are: ${Object.keys(routes).join(", ")}`);
    cloud.schedule.settle();
    return route(parsed(body)) ?? {};
  };
}

const read: ReadBody = (model, body) => {
  const { data, error } = model.safeParse(body);
  if (error !== undefined) throw new ApiError(400, z.prettifyError(error));
  return data;
};
