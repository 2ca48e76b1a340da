/** PostgreSQL cannot be run here, or has ended. */
export class PostgresError extends Error {
  override readonly name = "PostgresError";
}
