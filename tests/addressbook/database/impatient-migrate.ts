import { connected } from "../../../addressbook/database/client";
import { connectionOptions } from "../../../addressbook/database/connection";
import { migrate, type Patience } from "../../../addressbook/database/migrations";
import { runProgram } from "../../../addressbook/programs";
import { readDatabaseSettings } from "../../../addressbook/settings";

const ignore = () => undefined;
const listener = { waiting: ignore, begun: ignore, blocked: ignore, done: ignore, failed: ignore, warning: ignore };

/** Migrates as `npm run migrate` does; its arguments are a folder, and in JSON how long it waits for what. */
void runProgram(async () => {
  const [folder = "", patience = ""] = process.argv.slice(2);
  const { values } = readDatabaseSettings(process.env);
  const login = connectionOptions(values, () => values.DB_PASSWORD, "tests");
  await connected(login, (client) => migrate(client, folder, JSON.parse(patience) as Patience, listener));
});
