import { usesDatabase } from "../../environments/schema/release-pods";
import type { Service } from "../../environments/schema/service";
import type { Job, Needs, Step } from "../model/pipeline";
import { type Handover, imageFile, type ImageSource, localName } from "./image";
import { job, quoted, words } from "./job";

/** The image's own programs make and migrate a database, and do it again, when there is nothing to do. */
export const integrationTest = (source: ImageSource, handover: Handover): Job =>
  imageTest(
    "Integration test",
    source,
    handover,
    [prepareDatabase(source.service), { ...prepareDatabase(source.service), name: "Prepare it again" }],
    { packages: false },
  );

/** The image answers the functional tests that a canary will have to answer. */
export function functionalTest(source: ImageSource, handover: Handover, environment: string): Job {
  const { service } = source;
  const configuration = Object.entries(service.configuration).map(([name, value]) => `${name}=${value}`);
  const { leaves, ...rest } = imageTest("Functional test", source, handover, [
    ...(usesDatabase(service) ? [prepareDatabase(service)] : []),
    {
      name: "Start the service",
      commands: [
        runImage(service, {
          flags: ["--detach", "--name", "service"],
          command: service.command,
          variables: [...Object.keys(login), ...configuration],
        }),
      ],
      variables: login,
    },
    {
      name: "Functional tests",
      commands: [
        words(
          ...["npx", "release", "test", "--environment", environment],
          ...["--url", `http://127.0.0.1:${service.port}`, "--report", "functional-test.xml"],
        ),
      ],
    },
    { name: "What the service says", commands: ["docker logs service"], always: true },
  ]);
  return { ...rest, leaves: [...leaves, { name: "functional-test", path: "functional-test.xml", always: true }] };
}

function imageTest(
  name: string,
  { service }: ImageSource,
  handover: Handover,
  steps: readonly Step[],
  needs?: Partial<Needs>,
): Job {
  const isFile = handover.by === "file";
  return job({
    name,
    needs: {
      ...needs,
      ...(isFile ? {} : { registry: "pull" as const }),
      ...(usesDatabase(service) ? { postgresPassword: administrator.DB_ADMIN_PASSWORD } : {}),
    },
    timeoutMinutes: 15,
    takes: isFile ? [] : ["IMAGE"],
    fetches: isFile ? [imageFile.name] : [],
    steps: isFile
      ? [
          { name: "Load the image", commands: [`docker load --input ${imageFile.path}`] },
          ...steps.map((step) => ({ ...step, variables: { IMAGE: localName(service), ...step.variables } })),
        ]
      : steps,
  });
}

/** The machine's own PostgreSQL, for the time of one job. */
const login = {
  DB_HOST: "127.0.0.1",
  DB_PORT: "5432",
  DB_SCHEMA: "demo",
  DB_USER: "demouser",
  DB_PASSWORD: "for-tests-only",
  DB_SSL: "false",
} as const;
const administrator = { DB_ADMIN_USER: "postgres", DB_ADMIN_PASSWORD: "for-tests-only" } as const;

const prepareDatabase = (service: Service): Step => ({
  name: "Prepare the database",
  commands: [
    { command: service.bootstrapCommand, variables: [...Object.keys(login), ...Object.keys(administrator)] },
    { command: service.migrationCommand, variables: Object.keys(login) },
  ]
    .filter(({ command }) => command.length > 0)
    .map(({ command, variables }) => runImage(service, { flags: ["--rm"], command, variables })),
  variables: { ...login, ...administrator },
});

/**
 * Runs the image as the cluster does, as far as a job on one machine can.
 *
 * @param variables names, whose values the job has, or names with values
 */
const runImage = (
  { writableDirectories }: Service,
  {
    flags,
    command,
    variables,
  }: { readonly flags: readonly string[]; readonly command: readonly string[]; readonly variables: readonly string[] },
): string =>
  [
    words("docker", "run", ...flags, "--network", "host", "--read-only", "--cap-drop", "ALL"),
    ...Object.keys(writableDirectories).map((path) => words("--tmpfs", path)),
    ...variables.map((variable) => words("--env", variable)),
    `"$IMAGE"`,
    ...command.map(quoted),
  ].join(" ");
