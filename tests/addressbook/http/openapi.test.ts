import { execFileSync } from "node:child_process";

import { Ajv2020 } from "ajv/dist/2020";

import { type Answer, type Asked, form, json, send } from "./exchange";
import { withService } from "./served";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The validator is made of modules that jest cannot load, so it runs in a process of its own. */
function problemsOf(document: Document): unknown {
  const program = `
    import { Validator } from "@seriousme/openapi-schema-validator";
    const { valid, errors } = await new Validator().validate(JSON.parse(process.argv[1]));
    console.log(JSON.stringify(valid ? [] : errors));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(document)], {
    encoding: "utf8",
  });
  return JSON.parse(printed);
}

/** A request for each answer that the document knows. */
const requests: readonly (readonly [method: string, path: string, statuses: readonly number[], asked?: Asked])[] = [
  ["put", "/person", [200, 409], json({ firstName: "al", lastName: "pacino", id: 1 })],
  ["put", "/person", [200], form("firstName=diane")],
  ["put", "/person", [400], json({ firstName: "", id: 0 })],
  ["put", "/person", [413], form("x".repeat(17_000))],
  ["put", "/person", [415], { headers: { "content-type": "text/plain" }, body: "al" }],
  ["get", "/person/1", [200]],
  ["get", "/person/0", [400]],
  ["get", "/person/9", [404]],
  ["get", "/all", [200]],
  ["get", "/all?limit=1", [200]],
  ["get", "/all?limit=x", [400]],
  ["delete", "/person/1", [200, 404]],
  ["delete", "/person/0", [400]],
  ["get", "/live", [200]],
  ["get", "/ready", [200]],
  ["get", "/metrics", [200]],
];

const withoutDatabase: typeof requests = [
  ["put", "/person", [503], json({ firstName: "al" })],
  ["get", "/person/1", [503]],
  ["get", "/all", [503]],
  ["delete", "/person/1", [503]],
  ["get", "/ready", [503]],
];

describe("The description of the service", () => {
  const served = withService();
  const read = async () => JSON.parse((await send(served().port, "GET", "/openapi.json")).body) as Document;
  const operations = ({ paths }: Document) =>
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );

  test("is valid OpenAPI 3.1, and its validator finds a mistake", async () => {
    const document = await read();
    expect(document.openapi).toBe("3.1.0");
    expect(problemsOf(document)).toEqual([]);
    expect(problemsOf({ ...document, paths: { person: {} } })).not.toEqual([]);
  });

  test("has every method of every address", async () => {
    const document = await read();
    expect(
      operations(document)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual([
      "delete /person/{id}",
      "get /all",
      "get /live",
      "get /metrics",
      "get /person/{id}",
      "get /ready",
      "put /person",
    ]);
    for (const [path, methods] of Object.entries(document.paths)) {
      const { headers } = await send(served().port, "OPTIONS", path.replace("{id}", "1"));
      const known = String(headers.allow)
        .split(", ")
        .filter((method) => method !== "HEAD");
      expect(
        Object.keys(methods)
          .map((method) => method.toUpperCase())
          .sort(),
      ).toEqual(known);
    }
  });

  test("names and summarizes every operation, and says which bodies are wanted", async () => {
    const document = await read();
    const all = operations(document).map(({ operation }) => operation);
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
    expect(all.filter(({ summary }) => summary === "")).toEqual([]);
    const { requestBody } = document.paths["/person"]!["put"]!;
    expect(requestBody?.required).toBe(true);
    expect(Object.keys(requestBody?.content ?? {})).toEqual(["application/json", "application/x-www-form-urlencoded"]);
  });

  test("is what the service does: every answer that it has is given, and looks as it says", async () => {
    const { port, sql } = served();
    const document = await read();
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    const given = new Set<string>();
    const problems: unknown[] = [];
    const check = (method: string, path: string, { status, headers, body }: Answer) => {
      const template = path.replace(/\?.*$/, "").replace(/\d+$/, "{id}");
      given.add(`${method} ${template} ${status}`);
      const response = document.paths[template]?.[method]?.responses[status];
      const [[type, media] = []] = Object.entries(response?.content ?? {});
      const isSaid = response !== undefined && headers["content-type"]?.split(";")[0] === type;
      const value: unknown = type?.endsWith("json") === true ? JSON.parse(body) : body;
      const isRight = media === undefined ? body === "" : ajv.validate(media.schema, value);
      if (!isSaid || !isRight) problems.push({ method, path, status, body, isSaid, errors: ajv.errors });
    };
    const ask = async (list: typeof requests) => {
      for (const [method, path, statuses, asked] of list)
        for (const status of statuses) {
          const answer = await send(port, method.toUpperCase(), path, asked);
          expect({ method, path, status: answer.status }).toEqual({ method, path, status });
          check(method, path, answer);
        }
    };
    await ask(requests);
    await sql(`DROP TABLE "People"`, "DROP TABLE schema_migrations");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await ask(withoutDatabase);
    expect(problems).toEqual([]);
    const said = operations(document).flatMap(({ method, path, operation }) =>
      Object.keys(operation.responses).map((status) => `${method} ${path} ${status}`),
    );
    expect([...given].sort()).toEqual(said.sort());
  });
});
