import { ReleaseFailure } from "../../../release/failure";
import { readInputs } from "../../../release/connect/inputs";
import { ValidationError } from "../../../environments/schema/problems";
import { readDatabaseSettings } from "../../../addressbook/settings";
import { minimalLocal } from "../../support/every-environment";
import { certificate } from "./certificate";
import { Machine } from "./machine";
import { asTerraform, clouds } from "./played-clouds";

const { environment, outputs, program, script, commands } = clouds.aws;
const stack = "cdktf.out/stacks/minimal-aws";

let machine: Machine;
beforeEach(() => {
  machine = new Machine({ [program]: script });
});
afterEach(() => {
  machine.dispose();
});

/** What is said when it does not work. */
async function refusal(file?: string, variables: Readonly<Record<string, string>> = {}, input = ""): Promise<Error> {
  const error: unknown = await readInputs({ environment, outputs: file }, machine.sources(variables, input)).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error("it was not refused");
  return error;
}

const variables = { DB_HOST: "db.example.com", DB_SCHEMA: "demo", DB_USER: "me", DB_PASSWORD: "MARKER" };

function deploy(answer = `printf '%s' '${asTerraform(outputs)}'`, name = "terraform"): void {
  machine.write(`${stack}/cdk.tf.json`, "{}");
  machine.install(name, answer);
}

describe("Values come from", () => {
  test("the file that is named, although there are others", async () => {
    deploy();
    machine.write("outputs.json", JSON.stringify(outputs));
    const inputs = await readInputs({ environment, outputs: "outputs.json" }, machine.sources(variables));
    expect(inputs.source).toBe("outputs.json");
    expect(machine.calls.map(({ command }) => command)).toEqual([commands.service]);
  });

  test("the standard input", async () => {
    const sources = machine.sources({}, JSON.stringify(outputs));
    expect(await readInputs({ environment, outputs: "-" }, sources)).toMatchObject({
      source: "the standard input",
      outputs,
    });
  });

  test("variables, although there is Terraform, which is not asked", async () => {
    deploy();
    const inputs = await readInputs({ environment }, machine.sources(variables));
    expect(inputs.source).toBe("the variables DB_HOST, …");
    expect(inputs).not.toHaveProperty("outputs");
    expect(machine.calls).toEqual([]);
  });

  test.each([
    ["terraform", {}],
    ["tofu", {}],
    ["my-terraform", { TERRAFORM_BINARY_NAME: "my-terraform" }],
  ])("Terraform, called %s", async (name, set) => {
    deploy(undefined, name);
    const inputs = await readInputs({ environment }, machine.sources({ ...set, DB_SSL: "true" }));
    expect(inputs).toMatchObject({ source: "Terraform", outputs, databaseName: "demo" });
    expect(machine.calls.map(({ command }) => command)).toEqual([
      `${name} -chdir=${machine.folder}/${stack} output -json -no-color`,
      commands.service,
    ]);
  });

  test("the cluster itself, for a local environment", async () => {
    const sources = machine.sources(variables);
    expect(await readInputs({ environment: minimalLocal }, sources)).toMatchObject({ source: "the cluster itself" });
    await expect(readInputs({ environment: minimalLocal, outputs: "-" }, sources)).rejects.toThrow(
      "`--outputs` must not be given for a local environment, which has no Terraform",
    );
  });
});

describe("It is refused", () => {
  test("when programs and outputs are missing, all at once", async () => {
    machine.dispose();
    machine = new Machine();
    const error = await refusal();
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message).toBe(`this machine has 2 problems:
  - \`aws\` must be on the PATH; https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html tells how to get it
  - \`terraform\` must be on the PATH; https://developer.hashicorp.com/terraform/install tells how to get it
the outputs of minimal-aws has 1 problem:
  - \`cdktf.out/stacks/minimal-aws\` must be there; \`npx cdktf deploy minimal-aws\` makes it, or give \`--outputs FILE\``);
  });

  test("when a file cannot be read, or holds something else", async () => {
    expect((await refusal("absent.json")).message).toBe(`the command line has 1 problem:
  - \`--outputs\` must be a file that can be read (ENOENT), got: "absent.json"`);
    expect((await refusal("-", {}, "{}")).message).toBe(`the standard input has 1 problem:
  - must have outputs, and is empty; \`npx cdktf deploy minimal-aws\` makes them`);
  });

  test("when Terraform has nothing", async () => {
    deploy("echo '{}'");
    expect((await refusal()).message).toContain("must have outputs, and is empty");
  });

  test.each([
    [
      '│ Error: Backend initialization required, please run "terraform init"\n│\n│ Reason: …',
      'Backend initialization required, please run "terraform init"',
      [`terraform -chdir=${stack} init`],
    ],
    ["\u001b[31mError: no credentials\u001b[0m", "no credentials", []],
    ["", "it ended with 1 and said nothing", []],
  ])("when Terraform says %j", async (said, why, next) => {
    machine.write("stderr", said);
    deploy(`/bin/cat '${machine.folder}/stderr' >&2; exit 1`);
    const error = await refusal();
    expect(error).toBeInstanceOf(ReleaseFailure);
    expect(error).toMatchObject({ message: `\`terraform output\` failed: ${why}`, next });
  });

  test.each([
    ["An error occurred (ExpiredTokenException) when calling", "the login has expired", ["aws sso login"]],
    ["Unable to locate credentials", "nobody is logged in", ["aws sso login"]],
    ["An error occurred (ResourceNotFoundException) when", "there is no such secret, or it has no value yet", []],
    ["An error occurred (InternalServiceError) when", "AWS answered InternalServiceError", []],
  ])("when the login cannot be read, because %s", async (said, why, next) => {
    machine.install(program, `echo '${said}' >&2; exit 254`);
    expect(await refusal("-", {}, JSON.stringify(outputs))).toMatchObject({
      message: `\`aws secretsmanager get-secret-value ${commands.service.split(" ")[4]!}\` failed: ${why}`,
      next,
    });
  });

  test("when a password is empty", async () => {
    machine.install(program, `printf '{"username":"demouser","password":""}'`);
    expect((await refusal("-", {}, JSON.stringify(outputs))).message).toMatch(/^the password of demouser is empty/);
  });
});

describe("Variables of the database", () => {
  test.each([
    [
      { DB_HOST: "localhost" },
      '`DB_HOST` must be where the pods reach the database, got: "localhost"; in a pod that is the pod itself',
    ],
    [
      { DB_HOST: "https://db/x" },
      '`DB_HOST` must be a host name or an address, without protocol and port, got: "https://db/x"',
    ],
    [{ DB_PORT: "abc" }, '`DB_PORT` must be a port from 1 to 65535, got: "abc"'],
    [{ DB_PORT: "65536" }, '`DB_PORT` must be a port from 1 to 65535, got: "65536"'],
    [{ DB_SCHEMA: "a b" }, '`DB_SCHEMA` must be a name without white space, got: "a b"'],
    [
      { DB_PASSWORD: "MARKER\n" },
      "`DB_PASSWORD` must not contain line breaks; a secret that was made with `echo` ends with one; use `printf %s`",
    ],
    [{ DB_SSL: "yes" }, '`DB_SSL` must be true or false, got: "yes"'],
    [{ DB_TLS_VERIFICATION: "no" }, '`DB_TLS_VERIFICATION` must be full or ca, got: "no"'],
    [
      { DB_CA: certificate.replaceAll("\n", "\\n") },
      "`DB_CA` must be certificates in PEM, which begin with `-----BEGIN CERTIFICATE-----`; write real line breaks in the place of `\\n`",
    ],
    [
      { DB_CA: `${certificate}-----BEGIN PRIVATE KEY-----\nMARKER\n-----END PRIVATE KEY-----` },
      "`DB_CA` must hold certificates only, and holds: PRIVATE KEY",
    ],
    [
      { DB_CA: certificate + certificate.replace(/\nMII/, "\nMAI") },
      "`DB_CA` must be certificates in PEM, which begin with `-----BEGIN CERTIFICATE-----`; certificate 2 of 2 cannot be read",
    ],
  ])("are refused: %#", async (change, expected) => {
    const { message } = await refusal(undefined, { ...variables, ...change });
    expect(message).toBe(`the variables has 1 problem:\n  - ${expected}`);
    expect(message).not.toContain("MARKER");
  });

  test("are told of all at once, the administrator's too", async () => {
    const { message } = await refusal(undefined, {
      DB_HOST: "db",
      DB_PORT: "x",
      DB_ADMIN_USER: "a",
      DB_ADMIN_PORT: "y",
    });
    expect(
      message
        .split("\n")
        .slice(1)
        .map((line) => line.slice(4).split("`")[1]),
    ).toEqual(["DB_PORT", "DB_SCHEMA", "DB_USER", "DB_PASSWORD", "DB_ADMIN_PORT", "DB_ADMIN_PASSWORD"]);
  });

  test.each<Readonly<Record<string, string>>>([
    {},
    { DB_PORT: "6543", DB_SSL: "true", DB_CA: certificate, DB_TLS_VERIFICATION: "ca" },
    { DB_SSL: "", DB_CA: "" },
    { DB_PASSWORD: " # \"$&' ü" },
  ])("that are taken are taken by the service: %#", async (more) => {
    const { database } = await readInputs({ environment }, machine.sources({ ...variables, ...more }));
    const { DB_PASSWORD: password, ...address } = database!;
    expect(readDatabaseSettings({ ...address, DB_PASSWORD: password.reveal() })).toMatchObject({ warnings: [] });
  });
});
