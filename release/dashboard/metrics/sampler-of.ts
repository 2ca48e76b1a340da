import { tracksOf } from "../../../constructs/kubernetes/release-track";
import type { Release } from "../../release";
import { podsOf } from "../../steps/verify";
import { metricsOf } from "../../verify/analysis/run-analysis";
import { PodSampler } from "./pod-sampler";
import type { SampleSource } from "./sample-source";

/** Measures the tracks of a release, by the pods that are watched. */
export function samplerOf(release: Release): SampleSource {
  const { cluster, clock, environment } = release;
  const { service } = environment;
  const tracks = Object.fromEntries(tracksOf[service.strategy].map((track) => [track, () => podsOf(release, track)]));
  return new PodSampler({ cluster, clock, tracks, metrics: metricsOf(service) });
}
