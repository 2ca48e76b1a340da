import { digitaloceanDatabaseTypes } from "../../../../environments/schema/catalogue/digitalocean";
import { postgresOnDigitalocean } from "../../../../environments/schema/catalogue/versions";
import { unprocessable } from "../api-error";

/** What a database can be made of, and as what. */

const isSize = (slug: string): slug is keyof typeof digitaloceanDatabaseTypes => slug in digitaloceanDatabaseTypes;

/** Versions on offer, the oldest first. */
export const versions: readonly string[] = Object.keys(postgresOnDigitalocean.supported);

export const sizes: readonly string[] = Object.keys(digitaloceanDatabaseTypes);

/** What comes with a size: 10 GiB with the smallest, 15 for each GiB of memory otherwise. */
export function includedStorageMib(size: string): number {
  const memoryMib = isSize(size) ? digitaloceanDatabaseTypes[size].memoryMib : 0;
  return memoryMib <= 1024 ? 10 * 1024 : memoryMib * 15;
}

/** models/connection_pool.yml: 25 connections for each GiB of memory, three of which are kept for maintenance. */
export const connectionsOf = (size: string): number =>
  isSize(size) ? (digitaloceanDatabaseTypes[size].memoryMib / 1024) * 25 - 3 : 0;

/** @throws {ApiError} when there is no such machine, or not that often */
export function checkSize(size: string, nodes: number): void {
  if (!isSize(size)) throw unprocessable("invalid size");
  // models/database_cluster_resize.yml
  if (nodes < 1 || nodes > 3) throw unprocessable("invalid number of nodes: must be between 1 and 3");
  if (nodes > 1 && !digitaloceanDatabaseTypes[size].standby)
    throw unprocessable(`invalid number of nodes: standby nodes are not available for ${size}`);
}

/** @throws {ApiError} when that is less than comes with the size */
export function storageFor(size: string, wanted?: number): number {
  const included = includedStorageMib(size);
  if (wanted !== undefined && wanted < included) throw unprocessable(`storage_size_mib must be at least ${included}`);
  return wanted ?? included;
}
