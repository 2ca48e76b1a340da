import { IPv4, parse, parseCIDR } from "ipaddr.js";

/** An IPv4 network as a range of 32-bit numbers, both ends included. */
export interface Ipv4Range {
  readonly first: number;
  readonly last: number;
  /** Length of the prefix, 0 to 32. */
  readonly prefix: number;
}

// without leading zeros: some programs read 010 as ten, others as eight
const decimal = "(0|[1-9]\\d*)";
const cidrForm = new RegExp(`^${decimal}(\\.${decimal}){3}/${decimal}$`);

/** Parses `10.0.0.0/16`. Returns undefined for anything that is not an IPv4 network in CIDR form. */
export function parseIpv4Range(cidr: string): Ipv4Range | undefined {
  if (!cidrForm.test(cidr)) return undefined;
  try {
    const [, prefix] = parseCIDR(cidr);
    const first = toNumber(IPv4.networkAddressFromCIDR(cidr));
    return { first, last: first + 2 ** (32 - prefix) - 1, prefix };
  } catch {
    return undefined;
  }
}

/** The network that contains the address: `10.0.0.1/16` becomes `10.0.0.0/16`. */
export function networkOf(cidr: string): string {
  const [, prefix] = parseCIDR(cidr);
  return `${IPv4.networkAddressFromCIDR(cidr).toString()}/${prefix}`;
}

/** Whether it has the form of an IPv6 address or network. */
export function isIpv6(text: string): boolean {
  try {
    return parse(text.split("/")[0] ?? "").kind() === "ipv6";
  } catch {
    return false;
  }
}

/** Whether two networks share an address. */
export function overlap(a: Ipv4Range, b: Ipv4Range): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether two networks in CIDR form share an address. */
export function cidrsOverlap(a: string, b: string): boolean {
  const [first, second] = [parseIpv4Range(a), parseIpv4Range(b)];
  return first !== undefined && second !== undefined && overlap(first, second);
}

/** Whether `outer` contains all of `inner`. */
export function contains(outer: Ipv4Range, inner: Ipv4Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Number of addresses. */
export function size(range: Ipv4Range): number {
  return range.last - range.first + 1;
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((cidr) => parseIpv4Range(cidr) ?? []);

/** Whether all of it lies in one of the private ranges of RFC 1918. */
export function isPrivate(range: Ipv4Range): boolean {
  return privateRanges.some((candidate) => contains(candidate, range));
}

/** Part `index` of the network when it is cut into parts of the given prefix length, as Terraform's `cidrsubnet` does. */
export function subnet(cidr: string, prefix: number, index: number): string {
  const range = parseIpv4Range(cidr);
  const length = 2 ** (32 - prefix);
  if (range === undefined || prefix < range.prefix || (index + 1) * length > size(range)) {
    throw new RangeError(`${cidr} has no part ${index} of length /${prefix}`);
  }
  return `${fromNumber(range.first + index * length)}/${prefix}`;
}

function toNumber(address: IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function fromNumber(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
