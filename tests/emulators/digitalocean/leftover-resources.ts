import { randomUUID } from "node:crypto";

import type { Account } from "./account";
import { notFound } from "./api-error";
import { type ApiRequest, noContent, ok } from "./api-request";
import type { Cluster } from "./kubernetes/cluster";
import { listing } from "./listing";
import type { Router } from "./router";
import { timestamp } from "./timestamp";

/** What Kubernetes makes for a Service of type LoadBalancer. It outlives its cluster. */
export interface LoadBalancer {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly clusterId: string;
  readonly vpcId: string;
  readonly createdAt: string;
  /** Its deletion was accepted; it stays in its VPC for a while. */
  isDeleted: boolean;
}

/** What Kubernetes makes for a PersistentVolumeClaim. It outlives its cluster. */
export interface Volume {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly clusterId: string;
  readonly createdAt: string;
}

export const loadBalancerUrn = ({ id }: LoadBalancer): string => `do:loadbalancer:${id}`;
export const volumeUrn = ({ id }: Volume): string => `do:volume:${id}`;

/** As a cluster would: nothing runs in the emulator that could ask for one. */
export function leaveLoadBalancer(account: Account, cluster: Cluster): LoadBalancer {
  const id = randomUUID();
  const { id: clusterId, region, vpcId } = cluster;
  const name = id.replaceAll("-", "");
  const balancer = { id, name, region, clusterId, vpcId, createdAt: timestamp(), isDeleted: false };
  account.loadBalancers.set(id, balancer);
  account.assign(loadBalancerUrn(balancer));
  return balancer;
}

export function leaveVolume(account: Account, { id: clusterId, region }: Cluster): Volume {
  const id = randomUUID();
  const volume = { id, name: `pvc-${randomUUID()}`, region, clusterId, createdAt: timestamp() };
  account.volumes.set(id, volume);
  account.assign(volumeUrn(volume));
  return volume;
}

/** @throws {ApiError} when there is none */
export function removeLoadBalancer(account: Account, id: string): void {
  const balancer = account.loadBalancers.get(id);
  if (balancer === undefined || balancer.isDeleted) throw notFound();
  balancer.isDeleted = true;
  account.forget(loadBalancerUrn(balancer));
  account.schedule.then("deleting", "load-balancer", () => {
    account.loadBalancers.delete(id);
  });
}

/** @throws {ApiError} when there is none */
export function removeVolume(account: Account, id: string): void {
  const volume = account.volumes.get(id);
  if (volume === undefined) throw notFound();
  account.forget(volumeUrn(volume));
  account.volumes.delete(id);
}

const shownBalancer = ({ id, name, region, vpcId, createdAt }: LoadBalancer): object => ({
  id,
  name,
  ip: "203.0.113.20",
  size_unit: 1,
  status: "active",
  created_at: createdAt,
  region: { slug: region, name: region.toUpperCase(), features: [], available: true, sizes: [] },
  vpc_uuid: vpcId,
  forwarding_rules: [
    { entry_protocol: "tcp", entry_port: 80, target_protocol: "tcp", target_port: 30080, tls_passthrough: false },
  ],
});

const shownVolume = ({ id, name, region, createdAt }: Volume): object => ({
  id,
  name,
  description: "",
  size_gigabytes: 1,
  region: { slug: region, name: region.toUpperCase(), features: [], available: true, sizes: [] },
  created_at: createdAt,
  droplet_ids: [],
});

/** What whoever cleans up asks for. */
export function routeLeftoverResources(router: Router, account: Account): void {
  const balancers = (): LoadBalancer[] => [...account.loadBalancers.values()].filter(({ isDeleted }) => !isDeleted);
  const found = <T extends { readonly id: string }>(all: readonly T[], request: ApiRequest): T => {
    const resource = all.find(({ id }) => id === request.parameter("id"));
    if (resource === undefined) throw notFound();
    return resource;
  };
  router
    .on("GET /v2/load_balancers", (request) => listing(request, "load_balancers", balancers().map(shownBalancer)))
    .on("GET /v2/load_balancers/{id}", (request) => ok({ load_balancer: shownBalancer(found(balancers(), request)) }))
    .on("DELETE /v2/load_balancers/{id}", (request) => {
      removeLoadBalancer(account, request.parameter("id"));
      return noContent;
    })
    .on("GET /v2/volumes", (request) => listing(request, "volumes", [...account.volumes.values()].map(shownVolume)))
    .on("GET /v2/volumes/{id}", (request) => ok({ volume: shownVolume(found([...account.volumes.values()], request)) }))
    .on("DELETE /v2/volumes/{id}", (request) => {
      removeVolume(account, request.parameter("id"));
      return noContent;
    });
}
