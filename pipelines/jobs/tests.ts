import type { Job } from "../model/pipeline";
import { job } from "./job";

/** What can be told of the sources without running them. */
export const staticTest: Job = job({
  name: "Static test",
  timeoutMinutes: 15,
  steps: [
    { name: "Types", commands: ["npm run typecheck"] },
    { name: "Lint", commands: ["npm run lint"] },
    { name: "Format", commands: ["npm run format:check"] },
    { name: "Environments and pipelines", commands: ["npm run synth", "npm run synth:pipelines -- --check"] },
  ],
});

/** Everything that needs nothing but Node.js, which is nearly everything. */
export const unitTest: Job = job({
  name: "Unit test",
  timeoutMinutes: 20,
  steps: [{ name: "Tests", commands: ["npm test"] }],
});
