import { inspect } from "node:util";

import { ApiError } from "../../../release/cluster/errors";
import { Confidential, Redaction } from "../../../release/connect/confidential";
import { ReleaseFailure } from "../../../release/failure";
import { ValidationError } from "../../../environments/schema/problems";
import { Played } from "./connected";
import { fails } from "./memory-cluster";
import { administratorPassword, clouds, marker, registryToken, servicePassword } from "./played-clouds";

let played: Played;
afterEach(() => {
  played.dispose();
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Every way in which a secret could be written, of which none may be seen. */
const secrets = [servicePassword, administratorPassword, registryToken];
const forms = secrets.flatMap((secret) => [secret, base64(secret)]);

const shows = (text: string): boolean => text.includes(marker) || forms.some((form) => text.includes(form));

/** All that leaves the program but what is written into the cluster: words, errors, and what programs are given. */
function seen(error?: unknown): string {
  const { calls } = played.machine;
  return [
    ...played.told,
    ...(error instanceof Error
      ? [error.message, error.stack ?? "", inspect(error, { depth: 9 }), JSON.stringify(error)]
      : []),
    ...calls.flatMap(({ command, variables }) => [command, variables]),
  ].join("\n");
}

const isPlain = (error: unknown): boolean =>
  error instanceof ReleaseFailure || error instanceof ValidationError || error instanceof ApiError;

describe.each(Object.values(clouds))("On $environment.name", (cloud) => {
  beforeEach(() => {
    played = Played.of(cloud);
  });

  test("secrets are in the Secrets that are meant for them, and nowhere else", async () => {
    const inputs = await played.inputs({ DB_ADMIN_PASSWORD: `${marker}-of-the-user` });
    await played.connect({ inputs });
    expect(shows(seen())).toBe(false);
    expect(shows(inspect(inputs, { depth: 9 }) + JSON.stringify(inputs))).toBe(false);
    const holders = played.cluster.all().filter(({ metadata, ...object }) => {
      const values = played.cluster.secret((metadata as { name: string }).name);
      return shows(JSON.stringify([metadata, object])) || shows(Object.values(values ?? {}).join("\n"));
    });
    const registry = cloud.environment.cloud === "digitalocean" ? ["Secret/team-registry"] : [];
    expect(holders.map(({ kind, metadata }) => `${String(kind)}/${(metadata as { name: string }).name}`)).toEqual([
      "Secret/db-params",
      ...registry,
    ]);
  });

  test("a dry run tells none", async () => {
    await played.connect({ dryRun: true });
    expect(shows(seen())).toBe(false);
  });

  const all = secrets.join(" ");
  const says = `printf '%s\\n' '${all}'; printf 'Error: %s\\n' '${all}' >&2`;
  const ways = {
    "fails, and repeats everything": `${says}; exit 1`,
    "fails as if refused, and repeats everything": `echo 'An error occurred (AccessDeniedException) PERMISSION_DENIED : 403 ${administratorPassword}' >&2; exit 254`,
    "answers with something else": says,
    "answers with another object": `printf '%s' '{"password":"${administratorPassword}"}'`,
  };
  const matters = Object.entries(cloud.commands).concat(
    cloud.environment.cloud === "digitalocean" ? [["registry", "doctl registry docker-config"]] : [],
  );
  test.each(
    matters.flatMap(([whose, command]) => Object.entries(ways).map(([way, script]) => [whose, way, command, script])),
  )(
    "the program that reads the login of the %s %s, of which nothing is told",
    async (_whose, _way, command = "", script = "") => {
      const [, ...words] = command.split(" ");
      played.machine.install(
        cloud.program,
        `if [ "$*" = "${words.join(" ")}" ]; then ${script}; exit; fi\n${cloud.script}`,
      );
      const error = await played.failure();
      expect(isPlain(error)).toBe(true);
      expect(error.message).toMatch(/^`(aws|gcloud|doctl) \w+/);
      expect(shows(seen(error))).toBe(false);
    },
  );

  test("a program that tells its password in the log is not quoted", async () => {
    played.cluster.job = fails(
      `no such role: ${servicePassword} ${administratorPassword} postgres://u:${administratorPassword}@h`,
    );
    const error = await played.failure();
    expect(inspect(error, { depth: 9 })).toContain("no such role");
    expect(shows(seen(error))).toBe(false);
  });
});

test("Each call that the cluster refuses, in words that repeat everything, tells none", async () => {
  played = Played.of(clouds.digitalocean);
  const inputs = await played.inputs();
  const operations: string[] = [];
  played.cluster.before = (operation) => operations.push(operation);
  await played.connect({ inputs });
  const failures: unknown[] = [];
  // one of each kind, and every Secret
  const kinds = new Map(operations.map((operation) => [operation.replace(/\/(?!db-).*/, ""), operation]));
  for (const refused of kinds.values()) {
    const other = new Played(played.environment, played.machine);
    other.cluster.before = (operation) => {
      const text = secrets.flatMap((secret) => [secret, base64(secret)]).join(" ");
      if (operation === refused) throw new ApiError(422, "Invalid", `${operation} is invalid: ${text}`, operation);
    };
    const error = await other.failure({ inputs });
    played.told.push(...other.told);
    failures.push([refused, isPlain(error), shows(seen(error))]);
  }
  expect(failures.length).toBeGreaterThan(18);
  expect(failures).toEqual(failures.map((failure) => [(failure as unknown[])[0], true, false]));
}, 20_000);

test("A password of which a long line would show a half is not shown at all", async () => {
  played = Played.of(clouds.aws);
  played.cluster.job = fails(`${"x".repeat(90)}${administratorPassword}${"y".repeat(300)}`);
  const error = await played.failure();
  expect(inspect(error, { depth: 9 })).toContain("yyyy");
  expect(shows(seen(error))).toBe(false);
});

test("What the book's way gives is not handed to programs", async () => {
  played = Played.of(clouds.digitalocean);
  const variables = { DB_HOST: "db.example.com", DB_SCHEMA: "demo", DB_USER: "u", DB_PASSWORD: `${marker}-given` };
  await played.connect({}, { ...variables, DB_ADMIN_USER: "a", DB_ADMIN_PASSWORD: `${marker}-root` });
  expect(played.machine.calls.map(({ command }) => command)).toEqual(["doctl registry docker-config"]);
  expect(shows(seen())).toBe(false);
});

test("A value is hidden however it is written, and short ones hide no words", () => {
  played = Played.of(clouds.aws);
  const redaction = new Redaction();
  redaction.hide(new Confidential('pä"ss/word'));
  redaction.hide(new Confidential("in"));
  const json = JSON.stringify({ value: 'pä"ss/word' });
  const texts = ['pä"ss/word', json, base64('pä"ss/word'), encodeURIComponent('pä"ss/word'), "in a pinch"];
  expect(texts.map((text) => redaction.text(text))).toEqual([
    "<hidden>",
    '{"value":"<hidden>"}',
    "<hidden>",
    "<hidden>",
    "in a pinch",
  ]);
});
