import { Yaml } from "cdk8s";

import type { Environment } from "../../environments/schema/environment";
import type { ReleaseSettings } from "../release-settings";
import type { WrittenObject } from "../written-objects";
import { checkTemplate } from "./checks";
import { notes } from "./notes";
import { serviceObjects } from "./service-objects";
import { nameTemplates, objectTemplate } from "./templates";
import { testObjects } from "./test-pod";
import { valuesFiles } from "./values";

/** What Helm takes for the version of a chart. A service may call its own otherwise. */
const semanticVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** A chart of Helm: the text of each file by its path within the chart. */
export interface HelmChart {
  readonly name: string;
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * The Helm chart of the service in one environment, made from the objects that `cdk8s synth` writes. There is one chart
 * for each environment, as there is one folder of manifests: environments differ in objects and not only in values, and
 * an upgrade that forgets a flag must not become that of another environment.
 */
export function helmChart(environment: Environment, settings: ReleaseSettings): HelmChart {
  const { service } = environment;
  const objects = serviceObjects(environment, settings);
  const version = `${semanticVersion.test(service.version) ? service.version : "0.0.0"}+${environment.name}`;
  const selects = ({ kind, spec }: WrittenObject) => kind === "Service" && spec?.selector?.["app"] === service.name;
  const serviceName = Object.values(objects.files).flat().find(selects)?.metadata.name ?? service.name;
  const files = {
    "Chart.yaml": Yaml.stringify({
      apiVersion: "v2",
      name: service.name,
      description: `${service.name} in the environment ${environment.name}`,
      type: "application",
      version,
      appVersion: service.version,
    }),
    ...valuesFiles(environment, objects),
    "templates/_helpers.tpl": [nameTemplates(objects), checkTemplate(environment, objects)].join("\n"),
    ...Object.fromEntries(
      Object.entries(objects.files).map(([file, written]) => [
        `templates/${file}.yaml`,
        // every file, because Helm can be told to render some only
        `{{- include "${objects.name}.check" . }}\n${objectTemplate(written, objects)}`,
      ]),
    ),
    "templates/tests/readiness.yaml": objectTemplate(testObjects(environment, settings, serviceName), objects),
    "templates/NOTES.txt": notes(objects),
  };
  return { name: service.name, version, files };
}
