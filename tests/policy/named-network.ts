import ipaddr from "ipaddr.js";

/** Whether a network is small enough to be somebody's; all addresses can also be written as two halves. */
export const isNamed = (cidr: unknown): boolean =>
  ipaddr.isValidCIDR(String(cidr)) && ipaddr.parseCIDR(String(cidr))[1] >= 8;
