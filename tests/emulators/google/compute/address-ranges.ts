import { type Ipv4Range, overlap, parseIpv4Range, subnet } from "../../../../environments/schema/cidr";
import type { Project } from "../project";
import { badRequest, invalidField } from "./compute-error";
import type { Subnetwork, SubnetworkSettings } from "./subnetworks";

/** https://cloud.google.com/vpc/docs/subnets#prohibited-ranges */
const prohibited = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4"];

interface NamedRange extends Ipv4Range {
  readonly cidr: string;
}

const rangesOf = ({ ipCidrRange, secondaryIpRanges = [] }: SubnetworkSettings): NamedRange[] =>
  [ipCidrRange, ...secondaryIpRanges.map((range) => range.ipCidrRange)].map(parsed);

/** https://cloud.google.com/vpc/docs/subnets#ipv4-ranges: from /4 to /29, starting at its first address */
function parsed(cidr: string): NamedRange {
  const range = parseIpv4Range(cidr);
  if (range === undefined || range.prefix < 4 || range.prefix > 29 || subnet(cidr, range.prefix, 0) !== cidr)
    throw invalidField("ipCidrRange", cidr, "Must be a valid CIDR address range.");
  const taken = prohibited.find((other) => overlap(range, parseIpv4Range(other) ?? range));
  if (taken !== undefined) throw invalidField("ipCidrRange", cidr, `It overlaps the prohibited range ${taken}.`);
  return { cidr, ...range };
}

/**
 * No range may overlap another one of its network.
 *
 * @param own the subnetwork that is changed. @default - a new one
 */
export function checkRanges({ compute }: Project, settings: SubnetworkSettings, own?: Subnetwork): void {
  const wanted = rangesOf(settings);
  wanted.forEach((range, index) => {
    const other = wanted.slice(0, index).find((before) => overlap(before, range));
    if (other !== undefined)
      throw badRequest(`Invalid IPCidrRange: ${range.cidr} conflicts with ${other.cidr} of the same subnetwork.`);
  });
  for (const other of compute.subnetworks.values()) {
    if (other === own || other.settings.network !== settings.network) continue;
    const conflict = wanted.find((range) => rangesOf(other.settings).some((taken) => overlap(taken, range)));
    if (conflict === undefined) continue;
    const region = other.scope.replace("regions/", "");
    throw badRequest(
      `Invalid IPCidrRange: ${conflict.cidr} conflicts with existing subnetwork '${other.name}' in region '${region}'.`,
    );
  }
}

/** The second address of a subnetwork is its gateway. */
export const firstAddress = (cidr: string): string => addressIn(cidr, 1);

/** So many addresses after the first one of a range. */
export const addressIn = (cidr: string, index: number): string => subnet(cidr, 32, index).replace("/32", "");
