import { METHODS } from "node:http";

import fc from "fast-check";

import { form, json, send } from "./exchange";
import { withService } from "./served";

/** Code points, among them those that are half of a character, and those that mean something to somebody. */
const codePoint = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
  { weight: 3, arbitrary: fc.integer({ min: 0x80, max: 0x10ffff }) },
  { weight: 1, arbitrary: fc.integer({ min: 0xd800, max: 0xdfff }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0x22, 0x25, 0x26, 0x2b, 0x3d, 0x5c, 0x2028, 0xfeff, 0xfffe, 0x1f600) },
);
const longText = fc.tuple(codePoint, fc.integer({ min: 250, max: 260 }));
const text = fc
  .oneof(
    fc.array(codePoint, { maxLength: 30 }),
    longText.map(([point, count]) => Array<number>(count).fill(point)),
  )
  .map((points) => String.fromCodePoint(...points));

const isWellFormed = (name: string) => !/\p{Surrogate}/u.test(name);

/** What the database can give back as it was. */
const isStorable = (name: string) => isWellFormed(name) && !name.includes("\0") && Array.from(name).length <= 255;

describe("The service, for anything", () => {
  const served = withService();

  test("gives every name back as it was put, or refuses it and stores nothing", async () => {
    let taken = 0;
    const runs = 80;
    await fc.assert(
      fc.asyncProperty(text, fc.option(text), fc.boolean(), async (firstName, lastName, asForm) => {
        const { port, pool } = served();
        // half a character cannot be written in a form
        const person =
          asForm && lastName !== null && isWellFormed(firstName + lastName)
            ? form(new URLSearchParams({ firstName, lastName }).toString())
            : json({ firstName, lastName });
        const { status } = await send(port, "PUT", "/person", person);
        const people = JSON.parse((await send(port, "GET", "/all")).body) as { id: number }[];
        const one = people[0] && (JSON.parse((await send(port, "GET", `/person/${people[0].id}`)).body) as unknown);
        await pool.query('DELETE FROM "People"');

        const fits = firstName !== "" && isStorable(firstName) && isStorable(lastName ?? "");
        taken += Number(fits);
        const stored = { firstName, lastName };
        expect({ status, people, one }).toMatchObject(
          fits ? { status: 200, people: [stored], one: stored } : { status: 400, people: [], one: undefined },
        );
      }),
      {
        numRuns: runs,
        seed: 1,
        examples: [
          ["😀".repeat(255), "e\u0301", true],
          ["a", "", true],
          ["a", null, false],
        ],
      },
    );
    // both happen
    expect(taken).toBeGreaterThan(runs / 5);
    expect(taken).toBeLessThan((runs * 4) / 5);
  });

  test("answers with JSON, and never fails", async () => {
    const segment = fc.oneof(
      fc.constantFrom("person", "all", "live", "ready", "openapi.json", "", "..", "1", "0", "%00", "%", "%ff"),
      fc.string({ maxLength: 20 }).map(encodeURIComponent),
    );
    const query = fc.oneof(
      fc.constantFrom("", "?limit=1", "?after=9"),
      fc.webQueryParameters().map((given) => `?${given}`),
    );
    const path = fc
      .tuple(fc.array(segment, { maxLength: 3 }), query)
      .map(([parts, rest]) => `/${parts.join("/")}${rest}`);
    const type = fc.constantFrom("application/json", "application/x-www-form-urlencoded", "text/plain", "");
    const fields = fc.record(
      { firstName: fc.jsonValue(), lastName: fc.jsonValue(), id: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.json(),
      fields.map((value) => JSON.stringify(value)),
      fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
      fc.webQueryParameters(),
    );
    // CONNECT asks for a tunnel, and is no request
    const methods = METHODS.filter((method) => method !== "CONNECT");
    const method = fc.oneof(fc.constantFrom("GET", "PUT", "DELETE", "HEAD"), fc.constantFrom(...methods));

    await fc.assert(
      fc.asyncProperty(method, path, type, fc.option(body, { nil: undefined }), async (method, path, type, body) => {
        const answer = await send(served().port, method, path, { headers: { "content-type": type }, body });
        const { status, headers } = answer;
        const isProblem = status >= 400;
        // an answer to HEAD and to DELETE has none
        const value: unknown = answer.body === "" ? { status } : JSON.parse(answer.body);
        expect(status).toBeLessThan(500);
        expect({ type: headers["content-type"] ?? "application/json; charset=utf-8", value }).toMatchObject({
          type: `application/${isProblem ? "problem+json" : "json"}; charset=utf-8`,
          value: isProblem ? { status } : value,
        });
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
