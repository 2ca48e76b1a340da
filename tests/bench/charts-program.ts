// Writes the manifests of COUNT services, each in a folder of its own:
//   node tools/run-typescript.mjs tests/bench/charts-program.ts COUNT OUTDIR
import { join } from "node:path";

import { releaseSettings } from "../../charts/release-settings";
import { createServiceApp } from "../../charts/service-app";
import { environment, minimal } from "../support/environments";

const [count, outdir] = process.argv.slice(2);
const base = environment("bench", minimal.aws);
const services = Array.from({ length: Number(count) }, (_, index) => {
  const name = `service-${index}`;
  return { ...base, service: { ...base.service, name, namespace: name } };
});
for (const release of releaseSettings(services, {})) {
  createServiceApp(release.environment, release.settings, join(outdir ?? "", release.environment.service.name)).synth();
}
