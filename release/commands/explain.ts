import { describe } from "../diagnosis/describe";
import { diagnose } from "../diagnosis/diagnose";
import type { Diagnosis } from "../diagnosis/diagnosis";
import { gather } from "../diagnosis/gather";
import type { Release } from "../release";
import { standingTracks } from "../standing";
import { context } from "../steps/rollout";
import type { View } from "./view";

const hourMillis = 3_600_000;

/** What is wrong with the service's pods and Jobs just now, or was within the hour. */
export async function findings(release: Release): Promise<Diagnosis[]> {
  const { environment, observer, clock, cluster } = release;
  const tracks = standingTracks(environment.service, observer.snapshot());
  const jobs = await cluster.list("Job", { "app.kubernetes.io/part-of": environment.service.name });
  const failed = jobs.find(({ status }) => (status?.failed ?? 0) > 0 && (status?.succeeded ?? 0) === 0);
  const awaited = { what: "", deployments: tracks.map(({ name }) => name), job: failed?.metadata?.name };
  const about = context(release, awaited, clock.now() - hourMillis);
  if (failed !== undefined) await observer.add("Job");
  // requests are lost between the balancer and the pods, too
  await observer.add("Service");
  return diagnose(await gather(release, about), about);
}

/** `release diagnose` */
export async function explain(release: Release): Promise<View> {
  const found = await findings(release);
  const text = found.length === 0 ? ["nothing is wrong with it"] : found.map((each) => describe(each).join("\n"));
  return { text: `${text.join("\n\n")}\n`, json: { diagnoses: found } };
}
