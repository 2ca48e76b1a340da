import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

import { skipAloud } from "../../terraform/harness/with-terraform";
import { type Asked, form, json, send } from "./exchange";
import { withService } from "./served";

const typed = (type: string, body: string): Asked => ({ headers: { "content-type": type }, body });

const time = String.raw`"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"`;

interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

describe("Persons", () => {
  const served = withService();
  const put = (asked: ReturnType<typeof form>) => send(served().port, "PUT", "/person", asked);
  const put200 = async (person: object): Promise<Person> => {
    const { status, body } = await put(json(person));
    expect(status).toBe(200);
    return JSON.parse(body) as Person;
  };

  beforeEach(async () => {
    await served().sql(`TRUNCATE "People" RESTART IDENTITY`);
  });

  test("are put as a form, with the two times the other way round, as ever", async () => {
    const { status, headers, body } = await put(form("firstName=al&lastName=pacino"));
    expect(status).toBe(200);
    expect(body).toMatch(
      RegExp(`^{"id":1,"firstName":"al","lastName":"pacino","updatedAt":${time},"createdAt":${time}}$`),
    );
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": String(body.length),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
  });

  test("are put as JSON, and without a last name", async () => {
    const { body } = await put(json({ firstName: "cher" }));
    expect(body).toMatch(
      RegExp(`^{"id":1,"firstName":"cher","lastName":null,"updatedAt":${time},"createdAt":${time}}$`),
    );
    expect(await served().sql(`SELECT id, "firstName", "lastName" FROM "People"`)).toEqual([
      { id: 1, firstName: "cher", lastName: null },
    ]);
  });

  test("are put at the time of the database, in milliseconds", async () => {
    const before = Date.now();
    const { createdAt, updatedAt } = await put200({ firstName: "now" });
    expect(updatedAt).toBe(createdAt);
    expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(createdAt)).toBeLessThanOrEqual(Date.now());
  });

  test("are got one by one, and all of them", async () => {
    await put(form("firstName=al&lastName=pacino"));
    await put(form("firstName=diane&lastName=keaton"));
    const al = `{"id":1,"firstName":"al","lastName":"pacino","createdAt":${time},"updatedAt":${time}}`;
    const one = await send(served().port, "GET", "/person/1");
    expect(one.status).toBe(200);
    expect(one.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(one.body).toMatch(RegExp(`^${al}$`));

    const all = await send(served().port, "GET", "/all");
    expect(all.status).toBe(200);
    expect(all.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(all.body).toMatch(RegExp(`^\\[${al},{"id":2,"firstName":"diane",.*}\\]$`));
  });

  test("are deleted, with an empty answer, and are gone then", async () => {
    await put(form("firstName=al&lastName=pacino"));
    const deleted = await send(served().port, "DELETE", "/person/1");
    expect(deleted).toMatchObject({ status: 200, body: "", headers: { "content-length": "0" } });
    const again = await send(served().port, "DELETE", "/person/1");
    const got = await send(served().port, "GET", "/person/1");
    expect([again.status, got.status]).toEqual([404, 404]);
    expect(JSON.parse(got.body)).toMatchObject({ detail: "there is no person with the id 1" });
    expect((await send(served().port, "GET", "/all")).body).toBe("[]");
  });

  test.each(["/all", "/person/1", "/live"])("answer HEAD as GET, without the body: %s", async (path) => {
    await put(form("firstName=al"));
    const get = await send(served().port, "GET", path);
    const head = await send(served().port, "HEAD", path);
    expect(head).toMatchObject({ status: 200, body: "" });
    expect(head.headers["content-type"]).toBe(get.headers["content-type"]);
    expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(get.body)));
  });

  test("may bring their id, which nobody else gets", async () => {
    expect(await put200({ id: 7, firstName: "seven" })).toMatchObject({ id: 7 });
    const again = await put(json({ id: 7, firstName: "other" }));
    expect(again.status).toBe(409);
    expect(JSON.parse(again.body)).toMatchObject({
      title: "Conflict",
      status: 409,
      detail: "there is a person with the id 7 already",
    });
    expect((await send(served().port, "GET", "/person/7")).body).toContain('"firstName":"seven"');
  });

  test("get the next free id where others have brought theirs", async () => {
    for (let id = 1; id <= 50; id++) await put200({ id, firstName: `chosen ${id}` });
    const people = await Promise.all(Array.from({ length: 30 }, () => put200({ firstName: "next" })));
    expect(people.map(({ id }) => id).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => 51 + i));
  });

  test("get a free id where thousands in a row were brought", async () => {
    await served().sql(
      `INSERT INTO "People" SELECT n, 'x', NULL, now(), now() FROM generate_series(1, 25000) AS n`,
      `ANALYZE "People"`,
    );
    expect(await put200({ firstName: "next" })).toMatchObject({ id: 25001 });
    expect(await put200({ firstName: "next" })).toMatchObject({ id: 25002 });
  });

  test("go on after the greatest id was brought", async () => {
    expect(await put200({ id: 2_147_483_647, firstName: "last" })).toMatchObject({ id: 2_147_483_647 });
    expect(await put200({ firstName: "first" })).toMatchObject({ id: 1 });
  });

  test("that come at once, with and without ids, all get one of their own", async () => {
    const people = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        put(json({ firstName: `p${i}`, ...(i % 2 === 0 ? { id: 1 + i / 2 } : {}) })),
      ),
    );
    const created = people.filter(({ status }) => status === 200).map(({ body }) => JSON.parse(body) as Person);
    // an id that was asked for may have been given to somebody else before
    expect(people.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    expect(people.filter((_, i) => i % 2 === 1).map(({ status }) => status)).toEqual(Array(25).fill(200));
    expect(new Set(created.map(({ id }) => id)).size).toBe(created.length);
    expect(await served().sql(`SELECT count(*)::integer AS count FROM "People"`)).toEqual([{ count: created.length }]);
  });

  describe("may be sent with", () => {
    test.each([
      ["fields that it does not know", json({ firstName: "al", age: 5, nested: { firstName: 1 } })],
      [
        "names of JavaScript's own",
        json('{"firstName":"al","__proto__":{"lastName":"x"},"constructor":{"prototype":{}}}'),
      ],
      ["the same in a form", form("firstName=al&__proto__=x&constructor=x&toString=x&hasOwnProperty=x")],
      ["empty parts of a form", form("&firstName=al&&=&")],
      ["the name of the encoding", typed("application/json; charset=UTF-8", '{"firstName":"al"}')],
      ["the name of the encoding in a form", typed("APPLICATION/X-WWW-FORM-URLENCODED;charset=utf-8", "firstName=al")],
      ["a mark of the byte order", json('\ufeff{"firstName":"al"}')],
      ["a name twice in JSON, of which the last one counts", json('{"firstName":"x","firstName":"al"}')],
    ])("%s", async (_what, asked) => {
      const { status, body } = await send(served().port, "PUT", "/person", asked);
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ firstName: "al", lastName: null });
      expect(({} as Record<string, unknown>)["lastName"]).toBeUndefined();
    });

    test.each([
      ["255 emoji", "😀".repeat(255)],
      ["markup", "<script>alert('x')</script>"],
      ["SQL", `'); DROP TABLE "People"; --`],
      ["everything odd", ' \t\r\n\u0001\u007f\u2028\ufeff\ufffe\u{10ffff} e\u0301 \\u0000 "%00+&='],
    ])("%s in names, and gives them back as they were", async (_what, name) => {
      for (const asked of [json({ firstName: name }), form(`firstName=${encodeURIComponent(name)}`)]) {
        const { status, body, headers } = await send(served().port, "PUT", "/person", asked);
        expect(status).toBe(200);
        expect(headers["content-type"]).toBe("application/json; charset=utf-8");
        expect(JSON.parse(body)).toMatchObject({ firstName: name });
      }
    });

    test("spaces as plus signs, and no last name at all, or an empty one", async () => {
      const names = async (body: string) =>
        JSON.parse((await send(served().port, "PUT", "/person", form(body))).body) as {
          firstName: string;
          lastName: unknown;
        };
      expect(await names("firstName=al+b&lastName=c%2Bd")).toMatchObject({ firstName: "al b", lastName: "c+d" });
      expect(await names("firstName=a=b&lastName=")).toMatchObject({ firstName: "a=b", lastName: "" });
      expect(await names("firstName=al&lastName")).toMatchObject({ firstName: "al", lastName: "" });
    });

    test("queries that it does not know, and bodies where none is wanted", async () => {
      const { port } = served();
      expect(await send(port, "GET", `/live?x=${"y".repeat(10_000)}&x[]=1`)).toMatchObject({ status: 200 });
      expect(await send(port, "GET", "/live", json("{"))).toMatchObject({ status: 200 });
      expect(await send(port, "GET", "/all?limit=1&page=2&__proto__=x")).toMatchObject({ status: 200 });
      // some clients name a type even where they send nothing
      expect(await send(port, "DELETE", "/person/2147483647", json(""))).toMatchObject({ status: 404 });
    });
  });

  const curl = promisify(execFile);
  if (spawnSync("curl", ["--version"]).status === 0)
    test("are put and listed with the two commands of the book", async () => {
      const { port } = served();
      const options = ["--silent", "--show-error", "-w", "\n"];
      const person = `"id":1,"firstName":"al","lastName":"pacino"`;
      const put = await curl("curl", [
        ...options,
        "-X",
        "PUT",
        "-d",
        "firstName=al&lastName=pacino",
        `127.0.0.1:${port}/person`,
      ]);
      expect(put.stdout).toMatch(RegExp(`^{${person},"updatedAt":${time},"createdAt":${time}}\n$`));
      const all = await curl("curl", [...options, `127.0.0.1:${port}/all`]);
      expect(all.stdout).toMatch(RegExp(`^\\[{${person},"createdAt":${time},"updatedAt":${time}}\\]\n$`));
    });
  else skipAloud("The two commands of the book", "there is no curl");
});
