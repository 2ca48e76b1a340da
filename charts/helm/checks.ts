import type { Environment } from "../../environments/schema/environment";
import { ownVariables } from "../../environments/schema/rules/service";
import { imagePattern, movingTags } from "../image";
import { podLimits } from "./pod-limits";
import type { ServiceObjects } from "./service-objects";
import { define } from "./templates";

/**
 * The template `<name>.check`: the rules of a release that a schema cannot say, or not in words. All problems are told
 * at once. The same rules hold for `cdk8s synth`.
 */
export function checkTemplate(environment: Environment, objects: ServiceObjects): string {
  const { name, tracks } = objects;
  const images = ["image", ...tracks.map(({ key }) => `${key}.image`)];
  return define(
    `${name}.check`,
    [
      "{{- $problems := list }}",
      `{{- range $path, $image := dict ${images.map((path) => `${quote(path)} .Values.${path}`).join(" ")} }}`,
      `{{- if and $image (not (regexMatch ${quote(imagePattern.source)} $image)) }}`,
      problem("`%s` must be a reference with a tag or, better, a digest, got: %q", "$path $image"),
      `{{- else if regexMatch ${quote(`:(${movingTags.join("|")})$`)} $image }}`,
      problem(
        "`%s` must not be named by a tag that is moved from image to image, got: %q; use the digest, or a tag of the release",
        "$path $image",
      ),
      "{{- end }}",
      "{{- end }}",
      "{{- range $key, $value := .Values.configuration }}",
      `{{- if regexMatch ${quote(ownVariables.source)} $key }}`,
      problem("`configuration.%s` must not be a variable that this project sets itself, got: %q", "$key $value"),
      "{{- end }}",
      "{{- end }}",
      ...podChecks(environment, objects),
      ...canaryChecks(objects),
      `{{- with $problems }}{{ printf "the values have %d problems:\\n  %s" (len .) (join "\\n  " .) | fail }}{{ end }}`,
    ].join("\n"),
  );
}

function canaryChecks({ tracks }: ServiceObjects): string[] {
  const [canary, stable] = ["canary", "stable"].map((name) => tracks.find(({ key }) => key === name));
  return [
    ...(canary?.pods === undefined || stable?.pods === undefined ? [] : shareCheck),
    ...(canary?.weight === undefined ? [] : weightCheck),
  ];
}

const shareCheck = [
  "{{- if gt (int .Values.canary.pods) (int .Values.stable.pods) }}",
  problem(
    "`canary.pods` must not be more than `stable.pods` (%v): a canary takes the smaller share of traffic, got: %v",
    ".Values.stable.pods .Values.canary.pods",
  ),
  "{{- end }}",
];

const weightCheck = [
  "{{- if and .Values.canary.weight (not .Values.canary.pods) }}",
  problem("`canary.weight` must be 0 when `canary.pods` is, got: %v", ".Values.canary.weight"),
  "{{- end }}",
];

function podChecks(environment: Environment, { tracks, live }: ServiceObjects): string[] {
  if (tracks.some(({ pods }) => pods === undefined)) return [];
  const { least, most } = podLimits(environment);
  const carrying = live === undefined ? quote("stable") : ".Values.live";
  return [
    `{{- $pods := (index .Values ${carrying}).pods }}`,
    `{{- if lt (int $pods) ${least} }}`,
    problem(`\`%s.pods\` must be at least ${least}, got: %v`, `${carrying} $pods`),
    "{{- end }}",
    `{{- $pods = add ${tracks.map(({ key }) => `.Values.${key}.pods`).join(" ")} }}`,
    `{{- if gt (int $pods) ${most} }}`,
    problem(
      `${tracks.map(({ key }) => `\`${key}.pods\``).join(" and ")} must be at most ${most} together, ` +
        `for which the nodes and the database of ${environment.name} have room, got: %v`,
      "$pods",
    ),
    "{{- end }}",
  ];
}

function problem(format: string, values: string): string {
  return `{{- $problems = append $problems (printf ${quote(format)} ${values}) }}`;
}

/** A string of Go. */
function quote(text: string): string {
  return JSON.stringify(text);
}
