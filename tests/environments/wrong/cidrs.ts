import type { WrongEnvironment } from "./wrong-environment";

/** Networks one by one: their form, their range, their size. */
export const cidrs: readonly WrongEnvironment[] = [
  {
    title: "a network without its length",
    cloud: "aws",
    change: { network: { cidr: "10.20.0.0" } },
    problems: [
      '`network.cidr` must be an IPv4 network in CIDR form, got: "10.20.0.0"; add the length of the prefix: "10.20.0.0/16"',
    ],
  },
  {
    title: "a network without its length, in the middle of a network",
    cloud: "google",
    change: { network: { databaseCidr: "10.0.48.9" } },
    problems: [
      '`network.databaseCidr` must be an IPv4 network in CIDR form, got: "10.0.48.9"; add the length of the prefix: "10.0.48.0/24"',
    ],
  },
  {
    title: "a network with host bits",
    cloud: "digitalocean",
    change: { network: { cidr: "10.30.0.1/20" } },
    problems: ['`network.cidr` must be the first address of its network, got: "10.30.0.1/20"; write "10.30.0.0/20"'],
  },
  {
    title: "a network that is too large",
    cloud: "aws",
    change: { network: { cidr: "10.0.0.0/8" } },
    problems: ['`network.cidr` must be a network from /16 to /19, got: "10.0.0.0/8"'],
  },
  {
    title: "a network that is too small",
    cloud: "google",
    change: { network: { databaseCidr: "10.0.48.0/30" } },
    problems: ['`network.databaseCidr` must be a network from /24 to /29, got: "10.0.48.0/30"'],
  },
  {
    title: "a network of IPv6",
    cloud: "aws",
    change: { network: { cidr: "2001:db8::/32" } },
    problems: ['`network.cidr` must be an IPv4 network in CIDR form, got: "2001:db8::/32"; IPv6 is not supported here'],
  },
  {
    title: "a network with a leading zero, which some read as octal",
    cloud: "aws",
    change: { network: { cidr: "010.20.0.0/16" } },
    problems: ['`network.cidr` must be an IPv4 network in CIDR form, got: "010.20.0.0/16"'],
  },
  {
    title: "a network with a length beyond 32",
    cloud: "google",
    change: { network: { podsCidr: "10.4.0.0/33" } },
    problems: ['`network.podsCidr` must be an IPv4 network in CIDR form, got: "10.4.0.0/33"'],
  },
  {
    title: "a network with a mask",
    cloud: "digitalocean",
    change: { network: { servicesCidr: "172.21.0.0/255.255.0.0" } },
    problems: ['`network.servicesCidr` must be an IPv4 network in CIDR form, got: "172.21.0.0/255.255.0.0"'],
  },
  {
    title: "a network with a number beyond 255",
    cloud: "aws",
    change: { network: { cidr: "10.256.0.0/16" } },
    problems: ['`network.cidr` must be an IPv4 network in CIDR form, got: "10.256.0.0/16"'],
  },
  {
    title: "a network that is public",
    cloud: "google",
    change: { network: { nodesCidr: "8.8.0.0/16" } },
    problems: [
      '`network.nodesCidr` must lie within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918), got: "8.8.0.0/16"',
    ],
  },
  {
    title: "a network that is empty",
    cloud: "digitalocean",
    change: { network: { cidr: "" } },
    problems: ['`network.cidr` must be an IPv4 network in CIDR form, got: ""'],
  },
  {
    title: "a network that is a number",
    cloud: "aws",
    change: { network: { cidr: 10 } },
    problems: ["`network.cidr` must be an IPv4 network in CIDR form, got: 10"],
  },
];
