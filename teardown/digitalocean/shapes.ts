import { z } from "zod";

/** The parts of doctl's answers that count here, under shorter names. */

/** Where there is nothing, doctl leaves it out or says `null`. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const id = z.string();
const name = z.string();
const network = z.string().optional();

export const vpcs = listOf(
  z
    .object({ id, name, region: z.string(), default: z.boolean().default(false) })
    .transform(({ default: isDefault, ...vpc }) => ({ ...vpc, isDefault })),
);

export const clusters = listOf(
  z.object({ id, name, vpc_uuid: network }).transform(({ vpc_uuid: vpcId, ...cluster }) => ({ ...cluster, vpcId })),
);

export const droplets = listOf(
  z
    .object({ id: z.number(), name, vpc_uuid: network, tags: listOf(z.string()) })
    .transform(({ vpc_uuid: vpcId, ...droplet }) => ({ ...droplet, vpcId })),
);

export const loadBalancers = listOf(
  z
    .object({ id, name, ip: z.string().optional(), vpc_uuid: network })
    .transform(({ vpc_uuid: vpcId, ...balancer }) => ({ ...balancer, vpcId })),
);

/** doctl tells their passwords, too; nothing but this is taken. */
export const databases = listOf(
  z
    .object({ id, name, private_network_uuid: network })
    .transform(({ private_network_uuid: vpcId, ...database }) => ({ ...database, vpcId })),
);

/** Ids of the balancers that a cluster has made. */
export const associatedResources = z
  .object({ load_balancers: listOf(z.object({ id })) })
  .transform(({ load_balancers: balancers }) => balancers.map((balancer) => balancer.id));
