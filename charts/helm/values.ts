import { Yaml } from "cdk8s";

import type { Environment } from "../../environments/schema/environment";
import type { ServiceObjects, TrackObject } from "./service-objects";

/** One of the values that a release may set. */
interface Setting {
  /** Stands in values.yaml as a comment, and in the schema. */
  readonly description: string;
  readonly value: unknown;
  /** JSON schema. */
  readonly schema: object;
}

/** `values.yaml` and `values.schema.json`: what may be set, what it is when it is not, and what it may be. */
export function valuesFiles(environment: Environment, objects: ServiceObjects): Record<string, string> {
  const settings = Object.entries(settingsOf(environment, objects));
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...closed(Object.fromEntries(settings.map(([key, { description, schema }]) => [key, { description, ...schema }]))),
  };
  return {
    "values.yaml": settings
      .map(([key, { description, value }]) => `# ${description}\n${Yaml.stringify({ [key]: value })}`)
      .join("\n"),
    "values.schema.json": `${JSON.stringify(schema, undefined, 2)}\n`,
  };
}

function settingsOf(environment: Environment, objects: ServiceObjects): Record<string, Setting> {
  const { name, service } = environment;
  const track = ({ key, deployment, pods, weight }: TrackObject): Setting => {
    // of two colours, the one that is live gets all
    const sharesRequests = key === "canary" && weight !== undefined;
    const what = [
      ...(pods === undefined ? [] : [key === "stable" ? "its pods" : "its pods, 0 when it is not needed"]),
      ...(sharesRequests ? ["the percent of the requests that it gets"] : []),
      'its image, "" when it is the one above',
    ];
    return {
      description: `Deployment ${deployment}: ${what.join("; ")}.`,
      value: { ...(pods !== undefined && { pods }), ...(sharesRequests && { weight }), image: "" },
      schema: closed({
        ...(pods !== undefined && { pods: integer(100) }),
        ...(sharesRequests && { weight: integer(100) }),
        image: { type: "string" },
      }),
    };
  };

  return {
    environment: {
      description:
        "What this chart was made for. Pipelines set it too, so that no chart gets into another environment.",
      value: name,
      schema: { const: name },
    },
    image: {
      description: "Reference of the image of all pods, best with a digest.",
      value: objects.image,
      schema: { type: "string", minLength: 1 },
    },
    ...Object.fromEntries(objects.tracks.map((each) => [each.key, track(each)])),
    ...(objects.live === undefined
      ? {}
      : {
          live: {
            description: "The track that all requests go to. To set it back is to switch back, at once.",
            value: objects.live,
            schema: { enum: objects.tracks.map(({ key }) => key) },
          },
        }),
    databaseSecret: {
      description:
        "Name of the Secret with the database's address and the service's login; another one rolls the pods.",
      value: objects.databaseSecret,
      schema: { type: "string", pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" },
    },
    resources: {
      description: "What each pod asks for (requests), and what it gets at most (limits).",
      value: objects.resources,
      schema: closed({ requests: closed(quantities), limits: closed(quantities) }),
    },
    configuration: {
      description: "Environment variables of the containers. A changed value rolls the pods. Never put a secret here.",
      value: service.configuration,
      schema: {
        type: "object",
        propertyNames: { pattern: "^[A-Z_][A-Z0-9_]*$" },
        additionalProperties: { type: "string" },
      },
    },
  };
}

const integer = (maximum: number) => ({ type: "integer", minimum: 0, maximum });
/** As an environment may have them, without zeros in front, which Helm would take for octal numbers. */
const bytes = { type: "string", pattern: "^[1-9][0-9]*(Ki|Mi|Gi)$" };
const quantities = {
  cpu: {
    type: ["string", "number"],
    pattern: "^([1-9][0-9]*m?|(0|[1-9][0-9]*)[.][0-9]{1,3})$",
    exclusiveMinimum: 0,
  },
  memory: bytes,
  "ephemeral-storage": bytes,
};

/** An object with exactly these properties. */
function closed(properties: Readonly<Record<string, object>>) {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}
