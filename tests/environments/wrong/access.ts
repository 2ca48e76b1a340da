import type { WrongEnvironment } from "./wrong-environment";

/** Networks that may reach the Kubernetes API or the service. */
export const access: readonly WrongEnvironment[] = [
  {
    title: "a single address without its length",
    cloud: "aws",
    change: { cluster: { apiAllowedCidrs: ["203.0.113.7"] } },
    problems: [
      '`cluster.apiAllowedCidrs.0` must be an IPv4 network in CIDR form, got: "203.0.113.7"; for one address add the length of the prefix: "203.0.113.7/32"',
    ],
  },
  {
    title: "a network with host bits in a list",
    cloud: "google",
    change: { cluster: { apiAllowedCidrs: ["203.0.113.7/24"] } },
    problems: [
      '`cluster.apiAllowedCidrs.0` must be the first address of its network, got: "203.0.113.7/24"; write "203.0.113.0/24"',
    ],
  },
  {
    title: "the whole internet of IPv6",
    cloud: "digitalocean",
    change: { cluster: { apiAllowedCidrs: ["::/0"] } },
    problems: [
      '`cluster.apiAllowedCidrs.0` must be an IPv4 network in CIDR form, got: "::/0"; IPv6 is not supported here',
    ],
  },
  {
    title: "the whole internet at the Kubernetes API",
    cloud: "aws",
    change: { cluster: { apiAllowedCidrs: ["0.0.0.0/0"] } },
    problems: [
      '`cluster.apiAllowedCidrs.0` must not open the Kubernetes API to the whole internet, got: "0.0.0.0/0"; name the networks, or give the reason in `exceptions.openKubernetesApi`',
    ],
  },
  {
    title: "the whole internet at the Kubernetes API for a reason that is too short, without repeating itself",
    cloud: "aws",
    change: { cluster: { apiAllowedCidrs: ["0.0.0.0/0"] }, exceptions: { openKubernetesApi: "why not" } },
    problems: ['`exceptions.openKubernetesApi` must give the reason in at least 10 characters, got: "why not"'],
  },
  {
    title: "a private network at the public endpoint",
    cloud: "google",
    change: { cluster: { apiAllowedCidrs: ["192.168.0.0/24"] } },
    problems: [
      '`cluster.apiAllowedCidrs.0` must be a public network: requests from a private one never reach the public endpoint under that address, got: "192.168.0.0/24"',
    ],
  },
  {
    title: "a network that is named twice",
    cloud: "digitalocean",
    change: { cluster: { apiAllowedCidrs: ["203.0.113.7/32", "203.0.113.7/32"] } },
    problems: ['`cluster.apiAllowedCidrs.1` must not be named twice, got: "203.0.113.7/32"'],
  },
  {
    title: "wrong networks between right ones, each under its own number",
    cloud: "aws",
    change: {
      cluster: { apiAllowedCidrs: ["203.0.113.7", "203.0.113.8/32", "0.0.0.0/0", "10.0.0.0/33", "203.0.113.8/32"] },
    },
    problems: [
      '`cluster.apiAllowedCidrs.0` must be an IPv4 network in CIDR form, got: "203.0.113.7"; for one address add the length of the prefix: "203.0.113.7/32"',
      '`cluster.apiAllowedCidrs.3` must be an IPv4 network in CIDR form, got: "10.0.0.0/33"',
      '`cluster.apiAllowedCidrs.2` must not open the Kubernetes API to the whole internet, got: "0.0.0.0/0"; name the networks, or give the reason in `exceptions.openKubernetesApi`',
      '`cluster.apiAllowedCidrs.4` must not be named twice, got: "203.0.113.8/32"',
    ],
  },
  {
    title: "more networks than EKS takes",
    cloud: "aws",
    change: { cluster: { apiAllowedCidrs: Array.from({ length: 41 }, (_, index) => `203.0.113.${index}/32`) } },
    problems: [
      '`cluster.apiAllowedCidrs` must be a list of at most 40 networks in CIDR form, got: ["203.0.113.0/32","203.0.113.1/32","203.0.113.2/32","203.0.113.3/32","203.0.113.4/32","203.0.113.5/32","203.0.113.6/32"…',
    ],
  },
  {
    title: "more networks than GKE takes",
    cloud: "google",
    change: { cluster: { apiAllowedCidrs: Array.from({ length: 51 }, (_, index) => `203.0.113.${index}/32`) } },
    problems: [
      '`cluster.apiAllowedCidrs` must be a list of at most 50 networks in CIDR form, got: ["203.0.113.0/32","203.0.113.1/32","203.0.113.2/32","203.0.113.3/32","203.0.113.4/32","203.0.113.5/32","203.0.113.6/32"…',
    ],
  },
  {
    title: "no network at all where the Kubernetes API is public",
    cloud: "digitalocean",
    change: { cluster: { apiAllowedCidrs: [] } },
    problems: ["`cluster.apiAllowedCidrs` must be a list of 1 to 100 networks in CIDR form, got: []"],
  },
  {
    title: "a network that is not in a list",
    cloud: "aws",
    change: { cluster: { apiAllowedCidrs: "203.0.113.7/32" } },
    problems: ['`cluster.apiAllowedCidrs` must be a list of at most 40 networks in CIDR form, got: "203.0.113.7/32"'],
  },
  {
    title: "a service that nobody may reach",
    cloud: "local",
    change: { service: { balancer: { allowedCidrs: [] } } },
    problems: ["`service.balancer.allowedCidrs` must be a list of at least one network in CIDR form, got: []"],
  },
  {
    title: "an exposure of the service by another name",
    cloud: "google",
    change: { service: { balancer: { exposure: "public" } } },
    problems: ['`service.balancer.exposure` must be one of "internet", "internal", got: "public"'],
  },
];
