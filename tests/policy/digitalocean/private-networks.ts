import { digitaloceanReservedCidrs } from "../../../environments/schema/catalogue/digitalocean";
import { cidrsOverlap, isPrivate, parseIpv4Range } from "../../../environments/schema/cidr";

/** Whether all are networks with private addresses, none of which DigitalOcean keeps for itself, and no two overlap. */
export function arePrivateAndApart(cidrs: readonly string[]): boolean {
  const taken = [...cidrs, ...digitaloceanReservedCidrs];
  return cidrs.every((cidr, index) => {
    const range = parseIpv4Range(cidr);
    return (
      range !== undefined && isPrivate(range) && !taken.slice(index + 1).some((other) => cidrsOverlap(cidr, other))
    );
  });
}
