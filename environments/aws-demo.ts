import { defineEnvironment } from "./schema/define-environment";

export default defineEnvironment({
  cloud: "aws",
  profile: "demo",
  region: "eu-central-1",
  accountId: "111122223333",
  state: { backend: "local" },
  network: { cidr: "10.20.0.0/16" },
  cluster: {
    // the office or the CI runner: replace it by `curl -s https://checkip.amazonaws.com`/32
    apiAllowedCidrs: ["203.0.113.7/32"],
    adminArns: ["arn:aws:iam::111122223333:role/platform"],
  },
});
