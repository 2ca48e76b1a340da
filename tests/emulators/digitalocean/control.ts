import { z } from "zod";

import { commonRoutes, type ControlRoutes } from "../http/control";
import type { Faults } from "../http/faults";
import type { RequestLog } from "../http/request-log";
import { ApiError } from "./api-error";
import { parsed } from "./api-request";
import type { Account } from "./account";
import type { Cluster } from "./kubernetes/cluster";
import { slugOf } from "./kubernetes/versions";
import { runMaintenance } from "./kubernetes/upgrades";
import { leaveLoadBalancer, leaveVolume } from "./leftover-resources";
import { leftovers } from "./leftovers";
import { pushTo } from "./repositories";
import { kinds } from "./waiting";

const seconds = z.partialRecord(z.enum(kinds), z.number().min(0)).optional();

const models = {
  waiting: z.strictObject({ creating: seconds, updating: seconds, deleting: seconds }),
  version: z.strictObject({ minor: z.string().regex(/^\d+\.\d+$/), patch: z.int().min(0).optional() }),
  cluster: z.strictObject({ cluster: z.string() }),
  repository: z.strictObject({ registry: z.string(), name: z.string() }),
  endpoint: z.strictObject({ endpoint: z.string(), certificateAuthority: z.string() }),
};

/** The routes below /_emulator/, by which a test looks behind the curtain. */
export function control(
  account: Account,
  faults: Faults,
  log: RequestLog,
): (operation: string, body: string) => unknown {
  const routes: ControlRoutes = {
    ...commonRoutes(faults, log, read),
    "GET health": () => ({ account: account.id }),
    "GET waiting": () => account.schedule.show(),
    "POST waiting": (body) => {
      account.schedule.set(read(models.waiting, body));
    },
    "GET leftovers": () => leftovers(account),
    "GET versions": () => account.kubernetesVersions.offered().map(slugOf),
    "POST versions": (body) => {
      const { minor, patch } = read(models.version, body);
      return { version: account.kubernetesVersions.publish(minor, patch) };
    },
    "POST maintenance": () => runMaintenance(account),
    "POST load-balancers": (body) => leaveLoadBalancer(account, clusterOf(account, body)),
    "POST volumes": (body) => leaveVolume(account, clusterOf(account, body)),
    "POST repositories": (body) => {
      const { registry, name } = read(models.repository, body);
      pushTo(account, registry, name);
    },
    "POST cluster-endpoint": (body) => {
      account.clusterEndpoint = read(models.endpoint, body);
    },
  };
  return (operation, body) => {
    const route = routes[operation];
    if (route === undefined)
      throw new ApiError(404, `no route ${operation}; there are: ${Object.keys(routes).join(", ")}`);
    account.schedule.settle();
    return route(parsed(body)) ?? {};
  };
}

/** By its name or its id. */
function clusterOf(account: Account, body: unknown): Cluster {
  const { cluster: wanted } = read(models.cluster, body);
  const found = [...account.clusters.values()].find(({ id, name }) => [id, name].includes(wanted));
  if (found === undefined) throw new ApiError(404, `no cluster ${wanted}`);
  return found;
}

function read<T>(model: z.ZodType<T>, body: unknown): T {
  const { data, error } = model.safeParse(body);
  if (error !== undefined) throw new ApiError(400, z.prettifyError(error));
  return data;
}
