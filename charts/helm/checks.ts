import type { Environment } from "../../environments/schema/environment";
import { podBounds, type RequestBound } from "../../environments/schema/rules/capacity";
import { ownVariables } from "../../environments/schema/rules/service";
import { imagePattern, movingTags } from "../image";
import { podLimits } from "./pod-limits";
import type { ServiceObjects } from "./service-objects";
import { define } from "./templates";

/**
 * Versions of Helm that can go back. An upgrade that changes the configuration keeps the old ConfigMap, because old pods
 * need it, and others do not take over again what they have kept: `helm rollback` and `--rollback-on-failure` end with
 * "no ConfigMap with the name … found". Of 4.0 the last patches can, too, of 4.1 none: whoever has 4 has 4.2 soon.
 *
 * @see https://github.com/helm/helm/issues/13142
 */
export const helmVersions = ">=3.22.0-0 <4.0.0-0 || >=4.2.0-0";

/** How Kubernetes counts, as far as the schema of the values lets it: templates for `<name>.check`. */
function quantityTemplates(name: string): string[] {
  return [
    define(
      `${name}.millicores`,
      [
        "{{- $text := toString . }}",
        '{{- if hasSuffix "m" $text }}{{ trimSuffix "m" $text }}{{ else }}{{ mulf $text 1000 | int64 }}{{ end }}',
      ].join("\n"),
    ),
    define(
      `${name}.kibibytes`,
      '{{- mul (regexFind "^[0-9]+" .) (get (dict "Ki" 1 "Mi" 1024 "Gi" 1048576) (regexFind "[KMG]i$" .)) }}',
    ),
  ];
}

/**
 * The template `<name>.check`: the rules of a release that a schema cannot say, or not in words. All problems are told
 * at once. The same rules hold for `cdk8s synth`.
 */
export function checkTemplate(environment: Environment, objects: ServiceObjects): string {
  const { name, tracks } = objects;
  const images = ["image", ...tracks.map(({ key }) => `${key}.image`)];
  const check = define(
    `${name}.check`,
    [
      // alone: it is not about the values
      `{{- if not (semverCompare ${quote(helmVersions)} .Capabilities.HelmVersion.Version) }}`,
      `{{- printf ${quote(tooOld)} .Capabilities.HelmVersion.Version | fail }}`,
      "{{- end }}",
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
      ...resourceChecks(environment, name),
      `{{- with $problems }}{{ printf "the values have %d problems:\\n  %s" (len .) (join "\\n  " .) | fail }}{{ end }}`,
    ].join("\n"),
  );
  return [...quantityTemplates(name), check].join("\n");
}

const tooOld =
  "this chart needs Helm 3.22, 4.2 or later, got: %s, " +
  "which cannot go back to a release that had another configuration";

/** A pod asks for no more than it gets, and there is a node that has it. */
function resourceChecks(environment: Environment, name: string): string[] {
  const bounds = podBounds(environment);
  const inKibibytes = bounds && { ...bounds.memory, most: bounds.memory.most * 1024 };
  return [
    ...requestChecks("cpu", `${name}.millicores`, bounds?.cpu),
    ...requestChecks("memory", `${name}.kibibytes`, inKibibytes),
    ...requestChecks("ephemeral-storage", `${name}.kibibytes`),
  ];
}

/** @param unit the template that counts in the unit of the bound */
function requestChecks(resource: string, unit: string, bound?: RequestBound): string[] {
  const quantity = (of: string) => `(index .Values.resources.${of} ${quote(resource)})`;
  const [request, limit] = [quantity("requests"), quantity("limits")];
  const counted = (text: string) => `(include ${quote(unit)} ${text} | int64)`;
  return [
    `{{- if gt ${counted(request)} ${counted(limit)} }}`,
    problem(
      `\`resources.requests.${resource}\` must not be more than \`resources.limits.${resource}\` (%v), got: %v`,
      `${limit} ${request}`,
    ),
    "{{- end }}",
    ...(bound === undefined
      ? []
      : [
          `{{- if gt ${counted(request)} (int64 ${bound.most}) }}`,
          problem(`\`resources.requests.${resource}\` ${bound.rule}, got: %v`, request),
          "{{- end }}",
        ]),
  ];
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
