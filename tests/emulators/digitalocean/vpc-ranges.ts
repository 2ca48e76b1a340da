import { digitaloceanReservedCidrs } from "../../../environments/schema/catalogue/digitalocean";
import { cidrsOverlap, isPrivate, parseIpv4Range, subnet } from "../../../environments/schema/cidr";
import type { Account } from "./account";
import { unprocessable } from "./api-error";

/**
 * resources/vpcs/models/vpc.yml, and "Plan your VPC network" in DigitalOcean's documentation for what it reserves.
 *
 * @throws {ApiError} when the account cannot have it
 */
export function checkRange(account: Account, ipRange: string): void {
  const range = parseIpv4Range(ipRange);
  if (range === undefined || !isPrivate(range)) throw unprocessable("ip_range must be a private range of RFC 1918");
  if (range.prefix < 16 || range.prefix > 28) throw unprocessable("ip_range must be between /16 and /28");
  const reserved = digitaloceanReservedCidrs.find((other) => cidrsOverlap(other, ipRange));
  if (reserved !== undefined) throw unprocessable(`ip_range overlaps ${reserved}, which is reserved`);
  const other = [...account.vpcs.values()].find((vpc) => cidrsOverlap(vpc.ipRange, ipRange));
  if (other !== undefined)
    throw unprocessable(`This range/size overlaps with another VPC network in your account: ${other.name}`);
}

/** A /20 that nobody in the account uses. */
export function freeRange(account: Account): string {
  const candidates = Array.from({ length: 256 }, (_, index) => subnet("10.96.0.0/12", 20, index));
  const taken = [...digitaloceanReservedCidrs, ...[...account.vpcs.values()].map(({ ipRange }) => ipRange)];
  const free = candidates.find((candidate) => !taken.some((other) => cidrsOverlap(other, candidate)));
  if (free === undefined) throw unprocessable("no free range is left");
  return free;
}
