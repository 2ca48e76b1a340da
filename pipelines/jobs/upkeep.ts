import type { Job } from "../model/pipeline";
import { job } from "./job";

/** Fails when a package is known to be vulnerable, or is not what its author has published. */
export const auditDependencies: Job = job({
  name: "Dependencies",
  timeoutMinutes: 15,
  steps: [
    { name: "Known vulnerabilities", commands: ["npm audit --audit-level=high"] },
    { name: "Signatures of packages", commands: ["npm audit signatures"], always: true },
    // it ends with 1 when there is something newer, which is no fault
    { name: "What is newer", commands: ["npm outdated || true"], always: true },
  ],
});
