import { defineEnvironment } from "./schema/define-environment";

export default defineEnvironment({
  cloud: "aws",
  profile: "production",
  region: "eu-central-1",
  accountId: "111122223333",
  state: { backend: "s3", bucket: "example-org-terraform-state", region: "eu-central-1" },
  network: { cidr: "10.21.0.0/16" },
  cluster: {
    apiAllowedCidrs: ["203.0.113.7/32"],
    adminArns: ["arn:aws:iam::111122223333:role/platform"],
  },
  ci: { github: { repository: "example-org/addressbook-platform" } },
});
