import { defineEnvironment } from "./schema/define-environment";

export default defineEnvironment({
  cloud: "google",
  profile: "demo",
  region: "europe-west1",
  projectId: "example-project-demo",
  state: { backend: "local" },
});
