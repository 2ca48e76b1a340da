import { DatabaseError, type Pool } from "pg";

import type { NewPerson } from "./person";

/** A person, or several, as the JSON that clients get. PostgreSQL writes it, and nothing here has to read it. */
export type Json = string;

/** Somebody has the id already. */
export class IdIsTaken extends Error {
  override readonly name = "IdIsTaken";
  constructor(readonly id: number) {
    super(`there is a person with the id ${id} already`);
  }
}

/** Some persons in the order of their ids. */
export interface Page {
  /** Comma-separated, without the brackets of an array. */
  readonly json: Json;
  readonly count: number;
  /** To ask for the next page with. */
  readonly lastId: number;
}

/** In JavaScript's notation, as the reference demo wrote it. */
const time = (column: string) =>
  `to_char("${column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${column}"`;

const columns = `id, "firstName", "lastName", ${time("createdAt")}, ${time("updatedAt")}`;

const find = {
  name: "find",
  text: `SELECT row_to_json(person)::text AS json FROM (SELECT ${columns} FROM "People" WHERE id = $1) AS person`,
};

const page = {
  name: "page",
  text: `SELECT coalesce(string_agg(row_to_json(person)::text, ',' ORDER BY id), '') AS json, count(*)::integer AS count,
      coalesce(max(id), 0) AS "lastId"
    FROM (SELECT ${columns} FROM "People" WHERE id > $1 ORDER BY id LIMIT $2) AS person`,
};

/** The two times are the other way round, as the reference demo answers. */
const created = `row_to_json((SELECT person FROM
  (SELECT id, "firstName", "lastName", ${time("updatedAt")}, ${time("createdAt")}) AS person))::text AS json`;

const create = {
  name: "create",
  text: `INSERT INTO "People" ("firstName", "lastName", "createdAt", "updatedAt") VALUES ($1, $2, now(), now())
    RETURNING ${created}`,
};

const createWithId = {
  name: "create-with-id",
  text: `INSERT INTO "People" (id, "firstName", "lastName", "createdAt", "updatedAt") VALUES ($3, $1, $2, now(), now())
    RETURNING ${created}`,
};

/** The same when the sequence has given an id that a client had chosen before: it takes the next free one. */
const createWithFreeId = {
  name: "create-with-free-id",
  text: `INSERT INTO "People" (id, "firstName", "lastName", "createdAt", "updatedAt")
    SELECT next.id, $1, $2, now(), now()
    FROM (
      SELECT nextval(pg_get_serial_sequence('"People"', 'id'))::integer AS id FROM generate_series(1, 10000)
    ) AS next
    WHERE NOT EXISTS (SELECT FROM "People" AS taken WHERE taken.id = next.id)
    LIMIT 1
    RETURNING ${created}`,
};

const remove = { name: "remove", text: `DELETE FROM "People" WHERE id = $1` };

const uniqueViolation = "23505";

/** Rows of one query: some 150 kB, however many people there are. */
export const pageSize = 1000;

/** The persons in the database. */
export class People {
  constructor(private readonly database: Pool) {}

  async find(id: number): Promise<Json | undefined> {
    const { rows } = await this.database.query<{ json: Json }>({ ...find, values: [id] });
    return rows[0]?.json;
  }

  /** @throws IdIsTaken when the client has chosen an id that somebody has. */
  async create({ firstName, lastName = null, id }: NewPerson): Promise<Json> {
    if (id !== undefined) {
      const json = await this.insert({ ...createWithId, values: [firstName, lastName, id] });
      if (json === undefined) throw new IdIsTaken(id);
      return json;
    }
    let json = await this.insert({ ...create, values: [firstName, lastName] });
    // again, if somebody chose that very id meanwhile, or has chosen thousands in a row
    while (json === undefined) json = await this.insert({ ...createWithFreeId, values: [firstName, lastName] });
    return json;
  }

  /** @returns whether there was such a person */
  async remove(id: number): Promise<boolean> {
    const { rowCount } = await this.database.query({ ...remove, values: [id] });
    return rowCount === 1;
  }

  /** At most `limit` persons whose ids are greater than `after`. */
  async page(after: number, limit = pageSize): Promise<Page> {
    const { rows } = await this.database.query<Page>({ ...page, values: [after, limit] });
    return rows[0] ?? { json: "", count: 0, lastId: after };
  }

  /** @returns nothing when the id is taken */
  private async insert(query: { name: string; text: string; values: unknown[] }): Promise<Json | undefined> {
    try {
      const { rows } = await this.database.query<{ json: Json }>(query);
      return rows[0]?.json;
    } catch (error) {
      if (error instanceof DatabaseError && error.code === uniqueViolation) return undefined;
      throw error;
    }
  }
}
