import type { HttpAnswer, HttpRequest } from "./behaviour";

interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The persons that all pods of the service know. */
export class People {
  private readonly persons = new Map<number, Person>();
  private lastId = 0;

  /** Which of the service's routes a request is for, and what it answers. */
  answer(request: HttpRequest, path: string, time: string): { readonly route: string; answer(): HttpAnswer } {
    const { method } = request;
    if (method === "GET" && path === "/all")
      return {
        route: "/all",
        answer: () =>
          json(
            200,
            [...this.persons.values()].sort((a, b) => a.id - b.id),
          ),
      };
    if (method === "PUT" && path === "/person") return { route: "/person", answer: () => this.put(request.body, time) };
    const id = /^\/person\/(\d+)$/.exec(path)?.[1];
    if (id !== undefined && (method === "GET" || method === "DELETE"))
      return { route: "/person/:id", answer: () => this.one(method, Number(id)) };
    return { route: "unknown", answer: () => problem(404, "there is nothing at this address; try the /all route") };
  }

  private put(body: string, time: string): HttpAnswer {
    let given: { firstName?: unknown; lastName?: unknown; id?: unknown };
    try {
      given = JSON.parse(body) as typeof given;
    } catch {
      return problem(400, "the body must be JSON, as its content type says, got: another text");
    }
    const { firstName, lastName = null, id } = given;
    if (typeof firstName !== "string" || firstName === "")
      return problem(400, "`firstName` must be a text of 1 to 255 characters without NUL, got: nothing");
    if (typeof id === "number" && this.persons.has(id))
      return problem(409, `there is a person with the id ${id} already`);
    const person = {
      id: typeof id === "number" ? id : this.nextId(),
      firstName,
      lastName: typeof lastName === "string" ? lastName : null,
      createdAt: time,
      updatedAt: time,
    };
    this.persons.set(person.id, person);
    return json(200, person);
  }

  private one(method: "GET" | "DELETE", id: number): HttpAnswer {
    const person = this.persons.get(id);
    if (person === undefined) return problem(404, `there is no person with the id ${id}`);
    if (method === "GET") return json(200, person);
    this.persons.delete(id);
    return { status: 200 };
  }

  /** As a sequence does, it gives none twice: tests on two pods would take each other's persons for their own. */
  private nextId(): number {
    do this.lastId++;
    while (this.persons.has(this.lastId));
    return this.lastId;
  }
}

export const json = (status: number, value: unknown): HttpAnswer => ({
  status,
  body: JSON.stringify(value),
  headers: { "content-type": "application/json; charset=utf-8" },
});

const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  404: "Not Found",
  409: "Conflict",
  500: "Internal Server Error",
};

export const problem = (status: number, detail: string): HttpAnswer => ({
  ...json(status, { title: titles[status] ?? "", status, detail }),
  headers: { "content-type": "application/problem+json; charset=utf-8" },
});
