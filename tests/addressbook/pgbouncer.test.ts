import { codeOf, unavailability } from "../../addressbook/database/failures";

const refused = (message: string, code = "08P01") => Object.assign(new Error(message), { code });

// as PgBouncer 1.18 says it
test.each([
  ["password authentication failed", "28P01", "it refuses the login"],
  ['password authentication failed for user "demouser"', "28P01", "it refuses the login"],
  ["no such user: demouser", "28P01", "it refuses the login"],
  ["no such database: service-pool", "3D000", "there is no such database"],
  ["no more connections allowed (max_client_conn)", "53300", "it has too many connections"],
  ["query_wait_timeout", "53300", "it has too many connections"],
  ["client_login_timeout (server down)", "57P03", "it is starting or stopping"],
  ["unsupported startup parameter: statement_timeout", "08P01", "the connection was lost"],
])("What a pool of PgBouncer says is understood: %s", (message, code, reason) => {
  expect([codeOf(refused(message)), unavailability(refused(message))]).toEqual([code, reason]);
  // PostgreSQL's own codes count, whatever the words are
  expect(codeOf(refused(message, "57014"))).toBe("57014");
});
