import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { connect as connectTo, type AddressInfo, createServer as createProxy } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";

import { generate } from "selfsigned";

import { connect } from "../../../release/cluster/connect";
import { KubeconfigLogin } from "../../../release/cluster/kubeconfig-login";
import type { KubernetesCluster } from "../../../release/cluster/kubernetes-cluster";
import { systemClock } from "../../../release/clock";

const marker = "s3cr3t-marker";
const day = 86_400_000;

interface Identity {
  readonly cert: string;
  readonly key: string;
}

async function identity(name: string, ca?: Identity, extensions: readonly object[] = [], days = 1): Promise<Identity> {
  const { cert, private: key } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    ...(ca === undefined ? {} : { ca }),
    notBeforeDate: new Date(Date.now() - 30 * day),
    notAfterDate: new Date(Date.now() + days * day),
    extensions: extensions as [],
  });
  return { cert, key };
}

const isAuthority = [
  { name: "basicConstraints", cA: true, critical: true },
  { name: "keyUsage", keyCertSign: true, critical: true },
];
const isFor = (address: string) => [{ name: "subjectAltName", altNames: [{ type: 7, ip: address }] }];

let ours: Identity;
let client: Identity;
let served: Record<"good" | "expired" | "misnamed" | "foreign", Identity>;
let folder: string;
beforeAll(async () => {
  ours = await identity("ours", undefined, isAuthority);
  const other = await identity("other", undefined, isAuthority);
  client = await identity("ana", ours);
  served = {
    good: await identity("server", ours, isFor("127.0.0.1")),
    expired: await identity("server", ours, isFor("127.0.0.1"), -1),
    misnamed: await identity("server", ours, isFor("10.0.0.1")),
    foreign: await identity("server", other, isFor("127.0.0.1")),
  };
});

const open: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
});
afterEach(() => {
  for (const close of open.splice(0)) close();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that lets in whoever it is told to, and says whom. */
async function serve(letsIn: (request: IncomingMessage) => boolean, certificate = served.good): Promise<number> {
  const options = { ...certificate, ca: ours.cert, requestCert: true, rejectUnauthorized: false };
  const server: Server = createServer(options, (request, response) => {
    const [status, body] = letsIn(request) ? [200, { metadata: { name: "one" } }] : [401, { kind: "Status" }];
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const base64 = (value: string): string => Buffer.from(value).toString("base64");

async function login(port: number, user: object, cluster: object = {}): Promise<KubernetesCluster> {
  const file = join(folder, "config");
  const server = { server: `https://127.0.0.1:${port}`, "certificate-authority-data": base64(ours.cert), ...cluster };
  const config = {
    clusters: [{ name: "c", cluster: server }],
    users: [{ name: "ana", user }],
    contexts: [{ name: "c", context: { cluster: "c", user: "ana" } }],
    "current-context": "c",
  };
  writeFileSync(file, JSON.stringify(config));
  const connected = await connect({
    kubeconfig: file,
    namespace: "demo",
    clock: systemClock,
    deadline: Date.now() + 3000,
    signal: new AbortController().signal,
    variables: {},
  });
  open.push(() => {
    connected.close();
  });
  return connected;
}

const bearer =
  (token: string) =>
  ({ headers }: IncomingMessage): boolean =>
    headers.authorization === `Bearer ${token}`;

/** A program that hands out what a file says, and notes that it did. */
function program(script: string): string {
  const file = join(folder, "get-token");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const credential = (status: object): string =>
  `'${JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status })}'`;

describe("Somebody logs in", () => {
  test("with a token", async () => {
    const cluster = await login(await serve(bearer(marker)), { token: marker });
    expect(await cluster.get("Pod", "one")).toBeDefined();
  });

  test("with a name and a password", async () => {
    const port = await serve(({ headers }) => headers.authorization === `Basic ${base64("ana:pw")}`);
    expect(await (await login(port, { username: "ana", password: "pw" })).get("Pod", "one")).toBeDefined();
  });

  test("with a certificate", async () => {
    const port = await serve(({ socket }) => (socket as Partial<TLSSocket>).authorized === true);
    const user = { "client-certificate-data": base64(client.cert), "client-key-data": base64(client.key) };
    expect(await (await login(port, user)).get("Pod", "one")).toBeDefined();
  });

  test("as somebody else", async () => {
    const port = await serve(({ headers }) => headers["impersonate-user"] === "bob");
    expect(await (await login(port, { token: marker, as: "bob" })).get("Pod", "one")).toBeDefined();
  });

  test("with what a program hands out, which is run again when that is not accepted any more", async () => {
    let accepted = "1";
    const port = await serve(({ headers }) => headers.authorization === `Bearer token-${accepted}`);
    const runs = join(folder, "runs");
    const command = program(
      `echo x >> '${runs}'; printf ${credential({ token: "token-%s" })} "$(wc -l < '${runs}' | tr -d ' ')"`,
    );
    const cluster = await login(port, { exec: { apiVersion: "client.authentication.k8s.io/v1", command } });
    await cluster.get("Pod", "one");
    accepted = "2";
    await cluster.get("Pod", "one");

    expect(readFileSync(runs, "utf8")).toBe("x\nx\n");
  });

  test("with what a program hands out, once for all who need it at the same time", async () => {
    const runs = join(folder, "runs");
    const command = program(`echo x >> '${runs}'; printf ${credential({ token: marker })}`);
    await login(1, { exec: { command } });
    const ana = new KubeconfigLogin({ kubeconfig: join(folder, "config") }, {});
    const old = await ana.credentials();
    await Promise.all([ana.renew(old), ana.renew(old)]);
    await ana.renew(old);

    // the connection, the first login, the renewal
    expect(readFileSync(runs, "utf8")).toBe("x\nx\nx\n");
    expect(await ana.credentials()).not.toBe(old);
  });

  test("with a token in a file, which is read again when it is not accepted any more", async () => {
    let accepted = "old";
    const tokenFile = join(folder, "token");
    writeFileSync(tokenFile, "old");
    const cluster = await login(await serve(({ headers }) => headers.authorization === `Bearer ${accepted}`), {
      "auth-provider": { name: "tokenFile", config: { tokenFile } },
    });
    await cluster.get("Pod", "one");
    accepted = "new";
    writeFileSync(tokenFile, "new");

    expect(await cluster.get("Pod", "one")).toBeDefined();
  });

  test("through a proxy", async () => {
    const port = await serve(bearer(marker));
    const asked: string[] = [];
    const proxy = createProxy((socket) => {
      socket.once("data", (head) => {
        asked.push(head.toString().split("\r\n")[0] ?? "");
        const upstream = connectTo(port, "127.0.0.1", () => {
          socket.write("HTTP/1.1 200 OK\r\n\r\n");
          socket.pipe(upstream).pipe(socket);
        });
        upstream.on("error", () => socket.destroy());
        socket.on("error", () => upstream.destroy());
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    open.push(() => proxy.close());
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const cluster = await login(port, { token: marker }, { "proxy-url": url });
    await cluster.get("Pod", "one");
    await cluster.get("Pod", "one");

    expect(asked).toEqual([`CONNECT 127.0.0.1:${port} HTTP/1.1`]);
  });
});

describe("A certificate that is not good is told at once", () => {
  test.each<[keyof typeof served, string]>([
    [
      "foreign",
      "is not from the authority in the kubeconfig: log in to the cluster again, or is there a proxy that replaces certificates?",
    ],
    ["expired", "has expired, or the clock of this machine is wrong"],
    ["misnamed", "is for another address"],
  ])("%s", async (name, message) => {
    const port = await serve(() => true, served[name]);
    const cluster = await login(port, { token: marker });

    await expect(cluster.get("Pod", "one")).rejects.toThrow(
      `GET pods/one: the cluster gave no answer: the certificate of 127.0.0.1:${port} ${message}`,
    );
  });
});

describe("A login that cannot be had is told without what is secret in it", () => {
  test.each<[string, (command: string) => object, string, string]>([
    [
      "the program fails",
      (command) => ({ exec: { command } }),
      `echo "the session has expired" >&2; exit 1`,
      "failed: the session has expired",
    ],
    [
      "the program fails, and shows a token",
      (command) => ({ exec: { command } }),
      `echo "no: eyJhbGciOiJSUzI1NiIsImtpZCI6ImFiY2RlZiJ9.${marker}" >&2; exit 1`,
      "failed: no: …",
    ],
    ["it says nothing", (command) => ({ exec: { command } }), "exit 3", "failed: it said nothing"],
    [
      "it prints no JSON",
      (command) => ({ exec: { command } }),
      `echo ${marker}`,
      "it printed something that is no credential",
    ],
    [
      "it prints no credential",
      (command) => ({ exec: { command } }),
      `echo '{"a":"${marker}"}'`,
      "it printed something that is no credential",
    ],
    [
      "it is not there",
      () => ({ exec: { command: "no-such-program", env: [{ name: "PASSWORD", value: marker }] } }),
      "",
      '`exec.command` is not on the PATH, got: "no-such-program"; install it',
    ],
    [
      "a file is not there",
      () => ({ "client-certificate": "/nowhere.pem" }),
      "",
      'names a file that cannot be read, got: "/nowhere.pem"',
    ],
  ])("%s", async (_what, user, script, message) => {
    const command = program(script);
    const failure = await login(1, user(command)).catch((error: unknown) => error);

    expect(failure).toHaveProperty("message", expect.stringContaining(message));
    expect((failure as Error).message).not.toContain(marker);
  });
});
