import type { RepeatedRequest } from "./load";

/** Something that both services are asked. */
export interface Endpoint extends RepeatedRequest {
  /** On the command line. */
  readonly name: string;
  /** In the report. */
  readonly title: string;
  /** In the database. */
  readonly persons: number;
  /** What it is answered with. */
  readonly status: number;
  /** Whether it changes the database, which then has to be put back. */
  readonly changes: boolean;
  /** Whether it gives persons, for which there are targets. */
  readonly reads: boolean;
}

const read = { method: "GET", persons: 1000, ids: 1000, status: 200, changes: false, reads: true } as const;
const operation = { ...read, reads: false };
const write = { ...read, changes: true, reads: false };
const put = { ...write, method: "PUT", path: "/person", persons: 0 } as const;

const headers = (type: string) => ({ "content-type": type });
const person = { firstName: "al", lastName: "pacino" };

/** More than are deleted in one load. */
const plenty = 100_000;

export const endpoints: readonly Endpoint[] = [
  { name: "get", title: "GET /person/:id", path: "/person/:id", ...read },
  { name: "all-10", title: "GET /all, 10 persons", path: "/all", ...read, persons: 10 },
  { name: "all-100", title: "GET /all, 100 persons", path: "/all", ...read, persons: 100 },
  { name: "all-1000", title: "GET /all, 1000 persons", path: "/all", ...read },
  { name: "limit", title: "GET /all?limit=100 of 1000", path: "/all?limit=100", ...read },
  {
    name: "put-form",
    title: "PUT /person, a form",
    ...put,
    headers: headers("application/x-www-form-urlencoded"),
    body: new URLSearchParams(person).toString(),
  },
  {
    name: "put-json",
    title: "PUT /person, JSON",
    ...put,
    headers: headers("application/json"),
    body: JSON.stringify(person),
  },
  {
    name: "delete",
    title: "DELETE /person/:id",
    path: "/person/:id",
    ...write,
    method: "DELETE",
    persons: plenty,
    ids: plenty,
  },
  { name: "ready", title: "GET /ready", path: "/ready", ...operation },
  { name: "not-found", title: "an address without anything", path: "/nothing", ...operation, status: 404 },
];
