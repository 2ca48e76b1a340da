import { defineEnvironment } from "./schema/define-environment";

export default defineEnvironment({
  cloud: "digitalocean",
  profile: "production",
  region: "fra1",
  state: { backend: "hcp", organization: "example-org" },
  network: {
    cidr: "10.31.0.0/20",
    podsCidr: "172.22.0.0/16",
    servicesCidr: "172.23.0.0/16",
  },
  cluster: { apiAllowedCidrs: ["203.0.113.7/32"] },
  // unique over all customers of DigitalOcean: replace it. An account has one registry, and whoever makes it deletes it
  // with all images: in one account with others, let production make it, and them `use-existing`
  registry: { name: "example-registry-production" },
});
