import { defineEnvironment } from "./schema/define-environment";

export default defineEnvironment({
  cloud: "local",
  cluster: { context: "kind-addressbook" },
});
