import { containerPaths, type WrittenObject } from "../written-objects";
import { baseName, type ServiceObjects } from "./service-objects";
import { Expression, templateText } from "./template-text";

/**
 * Objects as a template, in which the few places that a release decides are expressions. With the values that the chart
 * has by default it renders what `cdk8s synth` writes.
 */
export const objectTemplate = (written: readonly WrittenObject[], objects: ServiceObjects): string =>
  templateText(...written.map((object) => parametrized(object, objects)));

/** Templates that compute names from what they name, as `constructs/kubernetes/content-hash.ts` does. */
export function nameTemplates(objects: ServiceObjects): string {
  const { name, configMap, jobs, fixedVariables } = objects;
  const hash = "sha256sum | trunc 10";
  const fixed = [...fixedVariables].flat().map((text) => JSON.stringify(text));
  return [
    // of two values the first one wins, as in `cdk8s synth`; the keys of the JSON are sorted
    define(`${name}.configuration`, `{{- merge (dict ${fixed.join(" ")}) .Values.configuration | toRawJson }}`),
    define(`${name}.config-map`, `${baseName(configMap)}-{{ include "${name}.configuration" . | ${hash} }}`),
    ...jobs.flatMap((job) => [
      define(podTemplate(job), templateText(podOf(withValues(job, objects))).trimEnd()),
      define(
        nameTemplate(job),
        `${baseName(job)}-{{ include "${podTemplate(job)}" . | fromYaml | toRawJson | ${hash} }}`,
      ),
    ]),
  ].join("\n");
}

/** A template that others include. */
export const define = (name: string, text: string): string => `{{- define "${name}" -}}\n${text}\n{{- end }}\n`;

const podTemplate = (job: WrittenObject): string => `${baseName(job)}.pod`;
const nameTemplate = (job: WrittenObject): string => `${baseName(job)}.name`;

function parametrized(object: WrittenObject, objects: ServiceObjects): unknown {
  const { name, tracks, live } = objects;
  const changed = withValues(object, objects);
  if (objects.jobs.includes(object)) {
    const pod = new Expression(`include "${podTemplate(object)}" .`, true);
    const named = new Map([[object.metadata.name, new Expression(`include "${nameTemplate(object)}" .`)]]);
    return replaceAt(replaceText(changed, named), ["spec", "template", "spec"], pod);
  }
  if (object === objects.configMap)
    return replaceAt(changed, ["data"], new Expression(`include "${name}.configuration" . | fromJson | toYaml`, true));

  const track = tracks.find(({ deployment }) => deployment === object.metadata.name);
  if (object.kind === "Deployment" && track?.pods !== undefined)
    return replaceAt(changed, ["spec", "replicas"], new Expression(`.Values.${track.key}.pods`));
  if (object.kind === "Service" && live !== undefined && object.metadata.name === `${name}-lb`)
    return replaceAt(changed, ["spec", "selector", "deployment"], new Expression(`printf "${name}-%s" .Values.live`));
  const [backends = []] = object.spec?.rules?.map(({ backendRefs }) => backendRefs) ?? [];
  return backends.reduce<unknown>((route, backend, index) => {
    const key = tracks.find(({ deployment }) => deployment === backend.name)?.key ?? "";
    return replaceAt(route, ["spec", "rules", 0, "backendRefs", index, "weight"], new Expression(weightOf(key, live)));
  }, changed);
}

/** The part of the requests that a Gateway gives to a track, in percent. */
function weightOf(track: string, live: string | undefined): string {
  if (live !== undefined) return `ternary 100 0 (eq .Values.live "${track}")`;
  return track === "canary" ? ".Values.canary.weight" : "sub 100 .Values.canary.weight";
}

/** With the values that may stand in any object: images, resources, and names of what is mounted. */
function withValues(object: WrittenObject, objects: ServiceObjects): unknown {
  const image = new Expression(`${imageOf(object, objects)} | quote`);
  const resources = new Expression("toYaml .Values.resources", true);
  return containerPaths(object, objects.image).reduce<unknown>(
    (changed, path) => replaceAt(replaceAt(changed, [...path, "image"], image), [...path, "resources"], resources),
    replaceText(
      object,
      new Map([
        [objects.configMap.metadata.name, new Expression(`include "${objects.name}.config-map" .`)],
        [objects.databaseSecret, new Expression(".Values.databaseSecret | quote")],
      ]),
    ),
  );
}

/** A migration has the image of the track that gets new ones first: the canary, or the colour without requests. */
function imageOf({ metadata }: WrittenObject, { tracks, live }: ServiceObjects): string {
  const own = tracks.find(({ deployment }) => deployment === metadata.name);
  const [first, second] = tracks.map(({ key }) => key);
  const track =
    own === undefined && live !== undefined
      ? `(ternary .Values.${second} .Values.${first} (eq .Values.live "${first}"))`
      : `.Values.${own?.key ?? first}`;
  return `${track}.image | default .Values.image`;
}

function podOf(object: unknown): unknown {
  return (object as { spec: { template: { spec: unknown } } }).spec.template.spec;
}

/** A copy with another value at a path. */
function replaceAt(value: unknown, [step, ...rest]: readonly (string | number)[], replacement: unknown): unknown {
  if (step === undefined) return replacement;
  const replaced = ([key, item]: [string, unknown]): [string, unknown] => [
    key,
    key === String(step) ? replaceAt(item, rest, replacement) : item,
  ];
  if (Array.isArray(value)) return Object.entries(value as unknown[]).map((entry) => replaced(entry)[1]);
  return Object.fromEntries(Object.entries(value as object).map(replaced));
}

/** A copy in which texts, wherever they stand, are replaced by expressions. */
function replaceText(value: unknown, replacements: ReadonlyMap<string, Expression>): unknown {
  if (typeof value === "string") return replacements.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceText(item, replacements));
  if (typeof value !== "object" || value === null || value instanceof Expression) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceText(item, replacements)]));
}
