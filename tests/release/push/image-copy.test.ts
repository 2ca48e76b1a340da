import { createHash } from "node:crypto";

import { ReleaseFailure } from "../../../release/failure";
import { copyImage } from "../../../release/push/image-copy";
import { environment, minimal } from "../../support/environments";
import { Machine } from "../connect/machine";

const manifest = '{"schemaVersion":2,"config":{"size":1}}';
const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
const source = `ghcr.io/example-org/addressbook@${digest}`;
const named = environment("aws-test", minimal.aws);
const repository = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-test/addressbook";
const copy = `${repository}@${digest}`;
const tag = `${repository}:${digest.replace(":", "-").slice(0, 23)}`;

const inspect = (reference: string): string => `docker buildx imagetools inspect --raw ${reference}`;
const create = `docker buildx imagetools create --prefer-index=false --tag ${tag} ${source}`;

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => {
  machine.dispose();
});

/** Registries that hold images in a folder, as docker shows them. @param broken what it does instead, as a case of a shell */
function docker(images: Readonly<Record<string, string>>, broken = ""): void {
  const file = (reference: string): string => `images/${reference.replace(/[/:@]/g, "_")}`;
  machine.write("images/none", "");
  for (const [reference, text] of Object.entries(images)) machine.write(file(reference), text);
  machine.install(
    "docker",
    `name() { printf '%s' '${machine.folder}/images/'; printf '%s' "$1" | /usr/bin/tr '/:@' '___'; }
case "$3 $5" in
${broken}
inspect*) test -f "$(name "$5")" || { echo "ERROR: $5: not found" >&2; exit 1; }; /bin/cat "$(name "$5")";;
create*) echo '#1 DONE 0.0s' >&2; /bin/cp "$(name "$7")" "$(name "$6")";;
esac`,
  );
}

async function push(image: string, dryRun = false) {
  const said: string[] = [];
  const say = (text: string): void => {
    said.push(text);
  };
  const result = await copyImage(named, image, { programs: machine.programs(), say, dryRun }).catch(
    (error: unknown) => {
      if (!(error instanceof ReleaseFailure)) throw error;
      return { message: error.message, next: error.next };
    },
  );
  return { result, said, calls: machine.calls.map(({ command }) => command) };
}

test("An image is copied by its digest to a tag that follows from it, and looked at again", async () => {
  docker({ [source]: manifest });
  expect(await push(source)).toEqual({
    result: copy,
    said: [`${source} is copied to ${tag}`],
    calls: [inspect(tag), inspect(source), create, inspect(tag)],
  });
});

test("The tag of the source is no part of what is copied", async () => {
  docker({ [source]: manifest });
  expect((await push(source.replace("@", ":1.4.0@"))).calls).toContain(create);
});

test("An image that is there is not copied again", async () => {
  docker({ [tag]: manifest });
  expect(await push(source)).toEqual({ result: copy, said: [`${copy} is there already`], calls: [inspect(tag)] });
});

test("An image of the environment's own registry needs no copy, and no docker", async () => {
  expect(await push(`${repository}:1.4.0@${digest}`)).toEqual({
    result: copy,
    said: [`${copy} is in the registry of aws-test by itself`],
    calls: [],
  });
});

test("A dry run looks, and copies nothing", async () => {
  docker({ [source]: manifest });
  expect(await push(source, true)).toEqual({
    result: copy,
    said: [`${source} would be copied to ${tag}`],
    calls: [inspect(tag), inspect(source)],
  });
});

const ownLogin = "npx cdktf output aws-test  # registry_login_command logs in";
const failed = (command: string, why: string): string => `\`docker buildx imagetools ${command}\` failed: ${why}`;

test.each<[what: string, images: Record<string, string>, broken: string, message: string, next: string[]]>([
  ["there is no such image", {}, "", `there is no image ${source}`, []],
  [
    "nobody is logged in to the environment's registry",
    {},
    `"inspect ${tag}") echo 'ERROR: unexpected status from HEAD request to https://x/v2/a/manifests/b: 401 Unauthorized' >&2; exit 1;;`,
    failed("inspect", "unexpected status from HEAD request to https://x/v2/a/manifests/b: 401 Unauthorized"),
    [ownLogin],
  ],
  [
    "nobody is logged in to the registry that it comes from",
    {},
    `"inspect ${source}") echo 'ERROR: failed to authorize: failed to fetch anonymous token: 403 Forbidden' >&2; exit 1;;`,
    failed("inspect", "failed to authorize: failed to fetch anonymous token: 403 Forbidden"),
    ["docker login ghcr.io"],
  ],
  [
    "whoever is logged in may not push",
    { [source]: manifest },
    `create*) echo 'ERROR: denied: User: x is not authorized to perform: ecr:InitiateLayerUpload' >&2; exit 1;;`,
    failed("create", "denied: User: x is not authorized to perform: ecr:InitiateLayerUpload"),
    [ownLogin],
  ],
  [
    "the helper for logins is missing, which is no missing image",
    {},
    `inspect*) echo 'ERROR: error getting credentials - err: exec: "docker-credential-gcloud": executable file not found in $PATH' >&2; exit 1;;`,
    failed(
      "inspect",
      'error getting credentials - err: exec: "docker-credential-gcloud": executable file not found in $PATH',
    ),
    [],
  ],
  [
    "the copy has another digest",
    { [source]: manifest },
    `create*) printf '{}' > "$(name "$6")";;`,
    `${tag} is sha256:${createHash("sha256").update("{}").digest("hex")}, and not a copy of ${source}`,
    [],
  ],
  [
    "docker has no buildx",
    {},
    `*) echo 'docker: unknown command: docker buildx' >&2; exit 1;;`,
    "`docker` must have its plugin `buildx`; https://github.com/docker/buildx#installing tells how to get it",
    [],
  ],
])("It is told when %s", async (_what, images, broken, message, next) => {
  docker(images, broken);
  expect((await push(source)).result).toEqual({ message, next });
});

test("It is told where to get docker", async () => {
  expect((await push(source)).result).toEqual({
    message: "`docker` must be on the PATH; https://docs.docker.com/get-started/get-docker/ tells how to get it",
    next: [],
  });
});

test.each([
  ["example-org/addressbook", "docker.io"],
  ["docker.io/example-org/addressbook", "docker.io"],
  ["localhost:5000/addressbook", "localhost:5000"],
])("%s is in the registry %s", async (from, host) => {
  docker({}, `"inspect ${from}"*) echo 'ERROR: 401 Unauthorized' >&2; exit 1;;`);
  expect((await push(`${from}@${digest}`)).result).toMatchObject({ next: [`docker login ${host}`] });
});
