import { homedir } from "node:os";

import { Checkout } from "../support/checkout";

/** Whatever a cloud's tools read credentials or defaults from; none of it may find its way into a file. */
const marker = "canary-4f1d";
const credentials = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_REGION",
  "AWS_PROFILE",
  "DIGITALOCEAN_TOKEN",
  "DIGITALOCEAN_ACCESS_TOKEN",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_CREDENTIALS",
  "GOOGLE_OAUTH_ACCESS_TOKEN",
  "GOOGLE_PROJECT",
  "TF_TOKEN_app_terraform_io",
  "TF_VAR_password",
  "DB_PASSWORD",
  "PGPASSWORD",
  "USER",
];

const bare = { HOME: "/nonexistent", TZ: "UTC", LANG: "C" };
const other = {
  HOME: homedir(),
  TZ: "Asia/Kathmandu",
  LANG: "tr_TR.UTF-8",
  LC_ALL: "tr_TR.UTF-8",
  ...Object.fromEntries(credentials.map((name) => [name, `${marker}-${name}`])),
};

/** Runs a program as `cdktf` and `cdk8s` do, in a folder of its own. */
function runAlone(program: string, outdir: string, variables: Readonly<Record<string, string>>) {
  const checkout = new Checkout();
  try {
    const { stdout, stderr } = checkout.run(program, [], variables);
    return { files: checkout.files(outdir), printed: stdout + stderr, folder: checkout.folder };
  } finally {
    checkout.dispose();
  }
}

describe.each([
  { program: "stacks/main.ts", outdir: "cdktf.out", what: "Terraform's JSON", one: "stacks/aws-demo/cdk.tf.json" },
  { program: "charts/main.ts", outdir: "dist", what: "the manifests", one: "aws-demo/0000-addressbook.k8s.yaml" },
])("$program", ({ program, outdir, what, one }) => {
  let first: ReturnType<typeof runAlone>;
  let second: ReturnType<typeof runAlone>;
  beforeAll(() => {
    [first, second] = [runAlone(program, outdir, bare), runAlone(program, outdir, other)];
  });

  test(`writes ${what} without any credential`, () => {
    expect(first.files).toHaveProperty([one]);
    expect(first.printed).toBe("");
  });

  test("writes the same bytes in another folder, time zone and language, with credentials around", () => {
    expect(Object.keys(second.files)).toEqual(Object.keys(first.files));
    const changed = Object.keys(first.files).filter((file) => first.files[file] !== second.files[file]);
    expect(changed).toEqual([]);
  });

  test("writes nothing of the machine that it runs on", () => {
    const telltale = [marker, process.cwd(), first.folder, second.folder, homedir(), "/nonexistent"];
    const told = Object.entries({ ...second.files, "what is printed": second.printed }).flatMap(([file, text]) =>
      telltale.filter((word) => text.includes(word)).map((word) => `${file}: ${word}`),
    );
    expect(told).toEqual([]);
  });

  test("writes nothing of the day", () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(Object.keys(first.files).filter((file) => first.files[file]?.includes(today))).toEqual([]);
  });
});
