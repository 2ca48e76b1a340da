import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** What PostgreSQL takes by default. */
const iterations = 4096;

/**
 * What PostgreSQL keeps of a password. A role can be made with it as with the password itself, which then passes
 * neither the connection nor the server's log; nobody can log in with it.
 *
 * @param password printable ASCII, as the clouds generate them; other characters PostgreSQL would first rewrite
 * @see https://www.postgresql.org/docs/current/catalog-pg-authid.html
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!/^[\x20-\x7e]+$/.test(password)) throw new RangeError("the password must be printable ASCII, and not empty");
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const key = (name: string): Buffer => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${key("Server Key").toString("base64")}`;
}
