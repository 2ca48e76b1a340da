import { existsSync, readdirSync, readFileSync } from "node:fs";

import { DockerfileParser } from "dockerfile-ast";

import { isIgnored } from "./context";
import { copiedFromContext, findings } from "./dockerfile-rules";

const text = readFileSync("addressbook/Dockerfile", "utf8");

describe("The Dockerfile", () => {
  test("keeps every rule", () => {
    expect(findings(text)).toEqual([]);
  });

  test("keeps them with a digest", () => {
    const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;
    expect(findings(text.replace(/(?<=ARG NODE_IMAGE=.*)$/m, digest))).toEqual([]);
  });

  const install = "npm ci --workspace addressbook";
  test.each([
    ["a base is not one exact version (DL3007, CKV_DOCKER_7)", /=node:\d+\.\d+\.\d+-/, "=node:24-"],
    ["a base is not one exact version (DL3007, CKV_DOCKER_7)", "FROM ${NODE_IMAGE}\n", "FROM node:latest\n"],
    ["what builds the image is in it", "USER ", "RUN apt-get update\nUSER "],
    ["packages are not those of the lock file (DL3016)", install, "npm install --workspace addressbook"],
    ["scripts of packages are run", " --ignore-scripts", ""],
    ["packages for development are in the image", " --omit=dev", ""],
    ["something is added that COPY could not (DL3020, CKV_DOCKER_4)", "USER ", "ADD https://x.test/a.tar /\nUSER "],
    ["a secret would be in the history (CIS 4.10)", "ARG SOURCE", "ARG NPM_TOKEN\nARG SOURCE"],
    ["a secret would be in the history (CIS 4.10)", "NODE_ENV=", "DB_PASSWORD=demo NODE_ENV="],
    ["a folder is not absolute (DL3000, CKV_DOCKER_10)", "WORKDIR /app/addressbook", "WORKDIR addressbook"],
    ["the service could change itself", "COPY --from=build", "COPY --chown=10001 --from=build"],
    ["the user is not a number from 10000 on (DL3002, CKV_DOCKER_3, CIS 4.1)", /USER .*/, "USER node"],
    ["the user is not a number from 10000 on (DL3002, CKV_DOCKER_3, CIS 4.1)", /USER .*/, "USER 10001:0"],
    ["the user is not a number from 10000 on (DL3002, CKV_DOCKER_3, CIS 4.1)", /USER .*\n/, ""],
    ["a shell would get the signals (DL3025)", 'CMD ["node", "dist/main.js"]', "CMD node dist/main.js"],
    ["a shell would get the signals (DL3025)", "USER ", "ENTRYPOINT node\nUSER "],
    ["its health is not checked, or by a shell (CKV_DOCKER_2)", /HEALTHCHECK [^]*?(?=CMD \["node", "dist)/, ""],
    ["its health is not checked, or by a shell (CKV_DOCKER_2)", /CMD \["node", "-e".*/, "CMD curl localhost"],
  ] as const)("has to be found out: %s", (problem, from, to) => {
    const broken = text.replace(from, to);

    expect(broken).not.toBe(text);
    expect(findings(broken)).toEqual([problem]);
  });

  test("starts from a Node that the tests are run on", () => {
    const [, major] = /^ARG NODE_IMAGE=node:(\d+)\./m.exec(text) ?? [];
    const [, tested = ""] = /: (\["20".*\]);/.exec(readFileSync("tools/test-node-versions.mjs", "utf8")) ?? [];
    expect(JSON.parse(tested)).toContain(major);
  });

  test("says what the image is, and where it is from", () => {
    const labels = DockerfileParser.parse(text)
      .getInstructions()
      .filter((instruction) => instruction.getKeyword() === "LABEL")
      .map((label) => label.getArgumentsContent() ?? "")
      .join();
    const names = [...labels.matchAll(/org\.opencontainers\.image\.(\w+)=/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(["created", "description", "licenses", "revision", "source", "title", "version"]);
  });

  test("has the packages installed before the code comes, which changes more often", () => {
    const build = text.slice(text.indexOf("AS build"), text.indexOf("AS packages"));
    expect(build).toMatch(/RUN npm ci [^]*COPY addressbook addressbook[^]*RUN npm run build/);
  });

  test("copies what is there and not ignored", () => {
    const sources = copiedFromContext(text);
    expect(sources).toEqual(["package.json", "package-lock.json", "addressbook/package.json", "addressbook"]);
    expect(sources.filter((source) => !existsSync(source) || isIgnored(source))).toEqual([]);
  });
});

describe("The .dockerignore", () => {
  test.each([
    ".env",
    ".git/config",
    ".npmrc",
    "addressbook/.env.production",
    "addressbook/bench/main.ts",
    "addressbook/dev/main.ts",
    "addressbook/dist/main.js",
    "addressbook/migrations/README.md",
    "addressbook/node_modules/pg/package.json",
    "cdktf.out/stacks/aws-demo/cdk.tf.json",
    "environments/aws-demo.ts",
    "node_modules/pg/package.json",
    "terraform-outputs.json",
    "terraform.aws-demo.tfstate",
    "tests/boundaries.test.ts",
  ])("keeps out %s", (path) => {
    expect(isIgnored(path)).toBe(true);
  });

  test("lets nothing of the top level through but what is copied", () => {
    const through = readdirSync(".").filter((name) => !isIgnored(name));
    expect(through.sort()).toEqual(["addressbook", "package-lock.json", "package.json"]);
  });
});
