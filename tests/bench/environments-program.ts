// Checks and synthesizes COUNT generated environments in one process:
//   node tools/run-typescript.mjs tests/bench/environments-program.ts COUNT OUTDIR
import type { AwsInput } from "../../environments/schema/aws";
import type { DigitaloceanInput } from "../../environments/schema/digitalocean";
import { isCloudEnvironment } from "../../environments/schema/environment";
import { exitOnProblems } from "../../environments/schema/exit";
import type { GoogleInput } from "../../environments/schema/google";
import { type EnvironmentSource, loadEnvironments } from "../../environments/schema/load";
import { synthesizeStacks } from "../../stacks/app";

/** The clouds and profiles in turns, like the environments that the project ships. */
function input(index: number): AwsInput | GoogleInput | DigitaloceanInput {
  const profile = Math.floor(index / 3) % 2 === 0 ? "demo" : "production";
  const state =
    profile === "demo" ? ({ backend: "local" } as const) : ({ backend: "gcs", bucket: "bench-state" } as const);
  switch (index % 3) {
    case 0:
      return {
        cloud: "aws",
        profile,
        state,
        region: "eu-central-1",
        accountId: "111122223333",
        network: { cidr: `10.${index % 256}.0.0/16` },
        cluster: { adminArns: ["arn:aws:iam::111122223333:role/platform"] },
      };
    case 1:
      return { cloud: "google", profile, state, region: "europe-west1", projectId: `bench-project-${index}` };
    default:
      return {
        cloud: "digitalocean",
        profile,
        state,
        region: "fra1",
        // no two VPCs of an account may overlap
        network: { cidr: `10.${index >> 4}.${(index & 15) << 4}.0/20` },
        cluster: { apiAllowedCidrs: ["203.0.113.7/32"] },
        registry: { name: `bench-registry-${index}` },
      };
  }
}

async function main(count: number, outdir: string): Promise<void> {
  const sources = Array.from({ length: count }, (_, index): EnvironmentSource => {
    const name = `bench-${index}`;
    return { name, file: `environments/${name}.ts`, load: () => Promise.resolve(input(index)) };
  });
  const environments = await loadEnvironments(sources);
  synthesizeStacks(environments.filter(isCloudEnvironment), outdir);
}

const [count, outdir] = process.argv.slice(2);
main(Number(count), outdir ?? "").catch(exitOnProblems);
