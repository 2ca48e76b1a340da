import { readDatabaseSettings } from "../../../addressbook/settings";
import { minimalLocal } from "../../support/every-environment";
import { Played } from "./connected";
import { Machine } from "./machine";

let played: Played;
beforeEach(() => {
  played = new Played(minimalLocal, new Machine());
  played.cluster.after = (operation) => {
    const statefulSet = played.cluster.peek("StatefulSet", "addressbook-postgres");
    if (operation === "apply StatefulSet/addressbook-postgres") statefulSet!["status"] = { readyReplicas: 1 };
  };
});
afterEach(() => {
  played.dispose();
});

test("A local database is made with a password that nobody has seen, which is in its Secret before it starts", async () => {
  await played.connect();
  const { writes } = played.cluster;
  expect(writes.slice(0, 2)).toEqual(["apply Namespace/addressbook", "create Secret/db-params"]);
  const { DB_PASSWORD: password, ...address } = played.cluster.secret("db-params")!;
  expect(password).toMatch(/^[0-9a-f]{48}$/);
  expect(played.told.join("\n")).not.toContain(password);
  expect(readDatabaseSettings(address).values).toMatchObject({
    DB_HOST: "addressbook-postgres",
    DB_PORT: 5432,
    DB_SCHEMA: "demo",
    DB_USER: "demouser",
    DB_SSL: false,
  });
  expect(played.told).toContain("the database addressbook-postgres is ready");
});

test("Its password is kept, and made anew for another cluster", async () => {
  await played.connect();
  const first = played.cluster.secret("db-params");
  await played.connect();
  expect(played.cluster.secret("db-params")).toEqual(first);
  expect(played.told).toContain("Secret db-params is as it should be; its password is kept");

  const other = new Played(minimalLocal, new Machine());
  other.cluster.job = () => undefined;
  other.cluster.after = played.cluster.after;
  await other.connect({ dryRun: true });
  expect(other.cluster.writes).toEqual([]);
  other.dispose();
});

test("Its address is mended around the password", async () => {
  await played.connect();
  const { DB_PASSWORD: password } = played.cluster.secret("db-params")!;
  const data = played.cluster.peek("Secret", "db-params")!["data"] as Record<string, string>;
  Object.assign(data, { DB_HOST: "b3RoZXI=", DB_SSL: "dHJ1ZQ==" });
  await played.connect();
  const mended = played.cluster.secret("db-params")!;
  expect(mended).toMatchObject({ DB_HOST: "addressbook-postgres", DB_PASSWORD: password });
  expect(mended).not.toHaveProperty("DB_SSL");
  expect(played.told).toContain("Secret db-params is changed: DB_HOST, DB_SSL; its password is kept");
});

test("A volume without its password is told of, and nothing gets another one", async () => {
  played.cluster.put({ kind: "PersistentVolumeClaim", metadata: { name: "data-addressbook-postgres-0" } });
  const { message, next } = await played.failure();
  expect(message).toMatch(
    /^the volume data-addressbook-postgres-0 has a database with a password that is in no Secret/,
  );
  expect(next).toEqual([
    "kubectl --namespace addressbook delete statefulset/addressbook-postgres persistentvolumeclaim/data-addressbook-postgres-0",
  ]);
  expect(played.cluster.writes).toEqual(["apply Namespace/addressbook"]);
});

test("Variables of the database are for the service on this machine, and not for the cluster", async () => {
  await played.connect({}, { DB_HOST: "localhost", DB_USER: "me", DB_SCHEMA: "mine", DB_PASSWORD: "MARKER" });
  expect(played.cluster.secret("db-params")).toMatchObject({ DB_HOST: "addressbook-postgres", DB_USER: "demouser" });
});

test("A database that does not get ready is given up", async () => {
  played.cluster.after = () => undefined;
  const { message } = await played.failure({ timeoutSeconds: 60 });
  expect(message).toBe("the database addressbook-postgres took longer than 60 s");
});
