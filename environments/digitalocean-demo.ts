import { defineEnvironment } from "./schema/define-environment";

export default defineEnvironment({
  cloud: "digitalocean",
  profile: "demo",
  region: "fra1",
  state: { backend: "local" },
  network: { cidr: "10.30.0.0/20" },
  cluster: {
    // the office or the CI runner: replace it by `curl -s https://ifconfig.me`/32
    apiAllowedCidrs: ["203.0.113.7/32"],
  },
  // unique over all customers of DigitalOcean: replace it
  registry: { name: "example-registry" },
});
