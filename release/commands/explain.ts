import type { Job, Pod } from "../cluster/objects";
import { digestOf } from "../digest";
import { describe } from "../diagnosis/describe";
import { diagnose } from "../diagnosis/diagnose";
import type { Diagnosis } from "../diagnosis/diagnosis";
import { gather } from "../diagnosis/gather";
import type { Release } from "../release";
import { type StandingTrack, standingTracks } from "../standing";
import { isComplete } from "../steps/jobs";
import { context } from "../steps/rollout";
import type { View } from "./view";

const hourMillis = 3_600_000;

/** What is wrong with the service's pods and Jobs just now, or was within the hour. */
export async function findings(release: Release): Promise<Diagnosis[]> {
  const { environment, observer, clock, cluster } = release;
  const tracks = standingTracks(environment.service, observer.snapshot());
  const jobs = await cluster.list("Job", { "app.kubernetes.io/part-of": environment.service.name });
  const job = jobUnderWay(jobs, tracks);
  const awaited = { what: "", deployments: tracks.map(({ name }) => name), job: job?.metadata?.name };
  const about = context(release, awaited, clock.now() - hourMillis);
  if (job !== undefined) await observer.add("Job");
  // requests are lost between the balancer and the pods, too
  await observer.add("Service");
  return diagnose(await gather(release, about), about);
}

/**
 * The newest Job that hangs or has failed, and still matters: it is of a version that is there, or nothing has been
 * started since that is not of it.
 */
function jobUnderWay(jobs: readonly Job[], tracks: readonly StandingTrack[]): Job | undefined {
  const newestFirst = [...jobs].sort((a, b) => createdAt(b) - createdAt(a));
  const isThere = (job: Job): boolean => tracks.some((track) => imagesOf(track).includes(nameOf(jobImage(job))));
  // the pods of an image are as old as its oldest one: others come when nodes go
  const started = tracks.map(({ pods, image }) =>
    Math.min(...pods.filter((pod) => pod.spec?.containers[0]?.image === image).map(createdAt)),
  );
  const isLast = (job: Job): boolean =>
    started.every((since) => !Number.isFinite(since) || Math.floor(createdAt(job) / 1000) >= Math.floor(since / 1000));
  const matters = (job: Job): boolean => !isComplete(job) && (isThere(job) || (job === newestFirst[0] && isLast(job)));
  return newestFirst.find(matters);
}

/** By its digest, where it has one: the same image may be in several registries. */
const nameOf = (image: string): string => digestOf(image) ?? image;

/** As it runs, as it was asked for, and as it was proven. */
const imagesOf = ({ image, notes }: StandingTrack): string[] =>
  [image, notes.image, notes["proven-image"]].flatMap((each) => (each === undefined ? [] : [nameOf(each)]));

const jobImage = ({ spec }: Job): string => spec?.template.spec?.containers[0]?.image ?? "";

const createdAt = ({ metadata }: Pick<Job | Pod, "metadata">): number =>
  Date.parse(metadata?.creationTimestamp ?? "") || 0;

/** `release diagnose` */
export async function explain(release: Release): Promise<View> {
  const found = (await findings(release)).map(({ command, ...diagnosis }) => ({
    ...diagnosis,
    ...(command === undefined ? {} : { command: release.asTyped(command) }),
  }));
  const text = found.length === 0 ? ["nothing is wrong with it"] : found.map((each) => describe(each).join("\n"));
  return { text: `${text.join("\n\n")}\n`, json: { diagnoses: found } };
}
