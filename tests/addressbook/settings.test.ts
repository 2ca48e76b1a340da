import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { passwordOf, readServiceSettings, SettingsError, type Variables } from "../../addressbook/settings";

/** Quotes, what shells and YAML and addresses mean something by, spaces, and what is not ASCII. */
const oddPasswords = [
  `'"\`\\`,
  "%20%zz%",
  " a b ",
  "pä$$wörd😀",
  "$(id) ${HOME} !#&;|",
  "user:pass@host/db?x=1",
  "{}[]: - #",
];

const defaults = {
  DB_HOST: "localhost",
  DB_PORT: 5432,
  DB_SCHEMA: "postgres",
  DB_USER: "postgres",
  DB_PASSWORD: "",
  DB_SSL: false,
  DB_TLS_VERIFICATION: "full",
  DB_POOL_SIZE: 5,
  HOST: "0.0.0.0",
  PORT: 3000,
  LOG_LEVEL: "info",
  RELEASE_TRACK: "none",
  SHUTDOWN_DRAIN_SECONDS: 5,
  SHUTDOWN_TIMEOUT_SECONDS: 25,
};

function problems(variables: Variables): readonly string[] {
  try {
    readServiceSettings(variables);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe("Settings from variables", () => {
  test("are those of the book where nothing is said", () => {
    expect(readServiceSettings({})).toEqual({ values: defaults, warnings: [] });
  });

  test("are nothing where they are empty, as in `DB_CA=${CA}`", () => {
    const empty = Object.fromEntries(
      [...Object.keys(defaults), "DB_CA", "DB_CREDENTIALS_DIR"].map((name) => [name, ""]),
    );
    expect(readServiceSettings(empty)).toEqual({ values: defaults, warnings: [] });
  });

  test("are texts, and become numbers and truths; others are of no interest", () => {
    const { values } = readServiceSettings({ PORT: "0", DB_SSL: "true", SHUTDOWN_DRAIN_SECONDS: "0.5", HOME: "/root" });
    expect(values).toEqual({ ...defaults, PORT: 0, DB_SSL: true, SHUTDOWN_DRAIN_SECONDS: 0.5 });
  });

  test.each([
    ["DB_PORT", "0", "a port from 1 to 65535"],
    ["DB_PORT", "65536", "a port from 1 to 65535"],
    ["DB_PORT", "5432.5", "a port from 1 to 65535"],
    ["DB_PORT", "postgres", "a port from 1 to 65535"],
    ["PORT", "-1", "a port from 0 (any) to 65535"],
    ["PORT", "tcp://10.0.0.1:80", "a port from 0 (any) to 65535"],
    ["DB_SSL", "yes", "true (the connection is encrypted) or false"],
    ["DB_SSL", "TRUE", "true (the connection is encrypted) or false"],
    ["DB_SSL", "require", "true (the connection is encrypted) or false"],
    ["DB_CA", "/etc/ca.pem", "certificates of authorities in PEM, to trust these and no others"],
    [
      "DB_TLS_VERIFICATION",
      "none",
      "full (the certificate and the host name in it are verified) or ca (the certificate only)",
    ],
    ["DB_POOL_SIZE", "0", "1 to 100, the connections to the database that are held open at most"],
    ["DB_POOL_SIZE", "101", "1 to 100, the connections to the database that are held open at most"],
    ["LOG_LEVEL", "verbose", "fatal, error, warn, info, debug, trace or silent"],
    ["RELEASE_TRACK", "Canary 1", "the name of a track, such as canary or stable"],
    [
      "SHUTDOWN_DRAIN_SECONDS",
      "601",
      "0 to 600 seconds, in which clients are led away from their connections before these are closed",
    ],
    [
      "SHUTDOWN_TIMEOUT_SECONDS",
      "0",
      "1 to 3600 seconds, after which the service ends even if it still answers somebody",
    ],
  ])("are refused if they are wrong: %s=%s", (name, value, rule) => {
    const shown = /^-?\d+$/.test(value) ? value : JSON.stringify(value);
    expect(problems({ [name]: value })).toEqual([`\`${name}\` must be ${rule}, got: ${shown}`]);
  });

  test("are refused all at once", () => {
    expect(problems({ DB_PORT: "x", DB_SSL: "1x", PORT: "y", LOG_LEVEL: "loud" })).toEqual([
      '`DB_PORT` must be a port from 1 to 65535, got: "x"',
      '`DB_SSL` must be true (the connection is encrypted) or false, got: "1x"',
      '`PORT` must be a port from 0 (any) to 65535, got: "y"',
      '`LOG_LEVEL` must be fatal, error, warn, info, debug, trace or silent, got: "loud"',
    ]);
  });

  test.each(oddPasswords)("may have any password: %s", (DB_PASSWORD) => {
    const { values } = readServiceSettings({ DB_PASSWORD });
    expect(values.DB_PASSWORD).toBe(DB_PASSWORD);
    expect(passwordOf(values, { DB_PASSWORD })()).toBe(DB_PASSWORD);
  });
});

describe("Settings from files", () => {
  let folder: string;
  const wanted = { DB_HOST: "db.internal", DB_SCHEMA: "demo", DB_USER: "demouser", DB_PASSWORD: "secret" };
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  };
  const read = (variables: Variables = {}) => readServiceSettings({ DB_CREDENTIALS_DIR: folder, ...variables });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("are read beside variables, and without the line break at their end", () => {
    write({ ...wanted, DB_PORT: "25060\n", DB_SSL: "true\r\n", DB_USER: "demouser\r\n" });
    expect(read({ PORT: "80" })).toEqual({
      values: { ...defaults, ...wanted, DB_PORT: 25060, DB_SSL: true, PORT: 80 },
      warnings: [],
    });
  });

  test("win over variables, which is said if they differ, but not what they are", () => {
    write(wanted);
    const { values, warnings } = read({ DB_HOST: "elsewhere", DB_USER: "demouser", DB_PASSWORD: "another" });
    expect(values).toMatchObject(wanted);
    expect(warnings).toEqual([
      `${join(folder, "DB_HOST")} is used, and not the variable \`DB_HOST\``,
      `${join(folder, "DB_PASSWORD")} is used, and not the variable \`DB_PASSWORD\``,
    ]);
  });

  test.each(oddPasswords)("may have any password, which is read anew: %s", (password) => {
    write({ ...wanted, DB_PASSWORD: `${password}\n` });
    const { values } = read();
    expect(values.DB_PASSWORD).toBe(password);
    const current = passwordOf(values, { DB_CREDENTIALS_DIR: folder });
    write({ DB_PASSWORD: "changed" });
    expect(current()).toBe("changed");
  });

  test("are refused when some are missing, wrong or no files", () => {
    write({ DB_HOST: "db.internal", DB_PORT: "x" });
    mkdirSync(join(folder, "DB_PASSWORD"));
    expect(
      problems({ DB_CREDENTIALS_DIR: folder, PORT: "y" }).map((problem) => problem.replaceAll(folder, ".")),
    ).toEqual([
      "./DB_SCHEMA must be a file, got: nothing",
      "./DB_USER must be a file, got: nothing",
      "./DB_PASSWORD must be a file that can be read, got: EISDIR",
      './DB_PORT must be a port from 1 to 65535, got: "x"',
      '`PORT` must be a port from 0 (any) to 65535, got: "y"',
    ]);
  });

  test("are refused when there is no folder", () => {
    for (const nowhere of [join(folder, "nowhere"), join(folder, "file", "below")]) {
      write({ file: "" });
      expect(problems({ DB_CREDENTIALS_DIR: nowhere })).toEqual([
        `\`DB_CREDENTIALS_DIR\` must be a folder, got: ${JSON.stringify(nowhere)}`,
      ]);
    }
  });
});
