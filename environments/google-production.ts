import { defineEnvironment } from "./schema/define-environment";

export default defineEnvironment({
  cloud: "google",
  profile: "production",
  region: "europe-west1",
  projectId: "example-project-production",
  state: { backend: "gcs", bucket: "example-project-production-terraform" },
  ci: { github: { repository: "example-org/addressbook-platform" } },
});
