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
  // one registry an account, unless its plan is professional: the demo's is used here
  registry: { mode: "use-existing", name: "example-registry" },
});
