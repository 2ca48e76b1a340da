import { METHODS, STATUS_CODES } from "node:http";
import { gzipSync } from "node:zlib";

import { type Asked, form, json, send } from "./exchange";
import { withService } from "./served";

const anId = "`id` must be an integer from 1 to 2147483647, got: ";
const firstName = "`firstName` must be a text of 1 to 255 characters without NUL, got: ";
const lastName = "`lastName` must be a text of at most 255 characters without NUL, or null, got: ";
const anObject = "the body must be an object with `firstName` and, if wanted, `lastName` and `id`, got: ";
const notUtf8 = "the body must be UTF-8, got: other bytes";
const notEncoded = "the body must have its characters in UTF-8, each byte as %XX, got: other bytes";
const notJson = "the body must be JSON, as its content type says, got: another text";
const notCompressed = "the body must not be compressed (its content encoding must be identity), got: ";
const tooLong = "the body must be at most 16384 bytes, got: more";
const wrongType = "the content type must be application/json or application/x-www-form-urlencoded, got: another one";
const limit = "`limit` must be an integer from 1 to 1000: no more persons than that are wanted, got: ";
const after = "`after` must be an integer from 0 to 2147483647: persons with greater ids are wanted, got: ";
const nothingHere = "there is nothing at this address; try the /all route";

const typed = (type: string, body: string | Buffer): Asked => ({ headers: { "content-type": type }, body });
const latin1 = (text: string) => Buffer.from(text, "latin1");
const coded = (coding: string): Asked => ({
  headers: { "content-type": "application/json", "content-encoding": coding },
  body: gzipSync('{"firstName":"al"}'),
});
const long = "x".repeat(256);

/** What is wrong with a body, and where. */
const bodies: readonly (readonly [what: string, asked: Asked, problems: Readonly<Record<string, string>>])[] = [
  ["no body", {}, { "#": `${anObject}nothing` }],
  ["an empty form", form(""), { "#/firstName": `${firstName}nothing` }],
  ["empty JSON", json(""), { "#": `${anObject}nothing` }],
  ["null", json(null), { "#": `${anObject}null` }],
  ["a list", json([{ firstName: "al" }]), { "#": `${anObject}a list` }],
  ["a text", json('"al"'), { "#": `${anObject}"al"` }],
  ["a number", json(7), { "#": `${anObject}7` }],
  ["another name", json({ FirstName: "al" }), { "#/firstName": `${firstName}nothing` }],
  ["a name that is null", json({ firstName: null }), { "#/firstName": `${firstName}null` }],
  ["a name that is empty", form("firstName="), { "#/firstName": `${firstName}""` }],
  ["a name that is a number", json({ firstName: 5 }), { "#/firstName": `${firstName}5` }],
  ["a name that is a list", json({ firstName: ["al"] }), { "#/firstName": `${firstName}a list` }],
  ["a name that is an object", json({ firstName: { $ne: "" } }), { "#/firstName": `${firstName}an object` }],
  ["a name with NUL", json({ firstName: "a\0l" }), { "#/firstName": `${firstName}"a\\u0000l"` }],
  ["a name with NUL in a form", form("firstName=a%00l"), { "#/firstName": `${firstName}"a\\u0000l"` }],
  ["half a character", json('{"firstName":"\\ud83d"}'), { "#/firstName": `${firstName}"\\ud83d"` }],
  ["the other half", json('{"firstName":"\\ude00"}'), { "#/firstName": `${firstName}"\\ude00"` }],
  ["256 characters", json({ firstName: long }), { "#/firstName": `${firstName}"${"x".repeat(80)}"… (256 characters)` }],
  [
    "256 emoji",
    json({ firstName: "a", lastName: "😀".repeat(256) }),
    { "#/lastName": `${lastName}"${"😀".repeat(80)}"… (256 characters)` },
  ],
  ["a last name that is false", json({ firstName: "a", lastName: false }), { "#/lastName": `${lastName}false` }],
  ["a list in brackets", form("firstName[]=al"), { "#/firstName": `${firstName}nothing` }],
  ["a name twice", form("firstName=al&firstName=bo"), { "#/firstName": `${firstName}a list` }],
  ["an id three times", form("firstName=al&id=1&id=1&id=1"), { "#/id": `${anId}a list` }],
  ["an id that is a text", json({ firstName: "al", id: "1" }), { "#/id": `${anId}"1"` }],
  ["an id that is null", json({ firstName: "al", id: null }), { "#/id": `${anId}null` }],
  ["an id that is true", json({ firstName: "al", id: true }), { "#/id": `${anId}true` }],
  ["no id in a form", form("firstName=al&id="), { "#/id": `${anId}""` }],
  ["an id in sixteens", form("firstName=al&id=0x10"), { "#/id": `${anId}"0x10"` }],
  ["an id with a sign", form("firstName=al&id=%2B1"), { "#/id": `${anId}"+1"` }],
  ["zero", form("firstName=al&id=0"), { "#/id": `${anId}0` }],
  ["minus one", json({ firstName: "al", id: -1 }), { "#/id": `${anId}-1` }],
  ["one and a half", json({ firstName: "al", id: 1.5 }), { "#/id": `${anId}1.5` }],
  ["one more than the greatest id", json({ firstName: "al", id: 2147483648 }), { "#/id": `${anId}2147483648` }],
  ["a huge id", json('{"firstName":"al","id":1e400}'), { "#/id": `${anId}null` }],
  ["a huge id in a form", form("firstName=al&id=9999999999999999999"), { "#/id": `${anId}"9999999999999999999"` }],
  [
    "everything",
    json({ firstName: "", lastName: 1, id: "x" }),
    { "#/firstName": `${firstName}""`, "#/lastName": `${lastName}1`, "#/id": `${anId}"x"` },
  ],
];

const requests: readonly (readonly [method: string, path: string, asked: Asked, status: number, detail: string])[] = [
  ["PUT", "/person", json("{"), 400, notJson],
  ["PUT", "/person", json("firstName=al"), 400, notJson],
  ["PUT", "/person", json("{'firstName':'al'}"), 400, notJson],
  ["PUT", "/person", json('{"firstName":"al"}x'), 400, notJson],
  ["PUT", "/person", json('{"firstName":NaN}'), 400, notJson],
  ["PUT", "/person", json(latin1('{"firstName":"\xff"}')), 400, notUtf8],
  ["PUT", "/person", json(latin1('{"firstName":"\xc3"}')), 400, notUtf8],
  // half of an emoji, as some programs encode it, and a slash in more bytes than needed
  ["PUT", "/person", json(latin1('{"firstName":"\xed\xa0\xbd"}')), 400, notUtf8],
  ["PUT", "/person", json(latin1('{"firstName":"\xc0\xaf"}')), 400, notUtf8],
  ["PUT", "/person", json(Buffer.from('{"firstName":"al"}', "utf16le")), 400, notJson],
  ["PUT", "/person", form(latin1("firstName=\xff")), 400, notUtf8],
  ["PUT", "/person", form("firstName=%FF"), 400, notEncoded],
  ["PUT", "/person", form("firstName=%ED%A0%BD"), 400, notEncoded],
  ["PUT", "/person", form("firstName=%u0041"), 400, notEncoded],
  ["PUT", "/person", form("firstName=100%"), 400, notEncoded],
  ["PUT", "/person", typed("text/plain", "firstName=al"), 415, wrongType],
  ["PUT", "/person", typed("", "firstName=al"), 415, wrongType],
  ["PUT", "/person", typed("json", "{}"), 415, wrongType],
  ["PUT", "/person", typed("application/jsonp", "{}"), 415, wrongType],
  ["PUT", "/person", typed("application/json, text/plain", "{}"), 415, wrongType],
  ["PUT", "/person", typed("application/xml", "<a/>"), 415, wrongType],
  ["PUT", "/person", typed("multipart/form-data; boundary=x", "--x--"), 415, wrongType],
  ["PUT", "/person", typed("application/json; charset=latin1", "{}"), 415, 'the body must be UTF-8, got: "latin1"'],
  ["PUT", "/person", typed('application/json;CHARSET="UTF-7"', "{}"), 415, 'the body must be UTF-8, got: "UTF-7"'],
  ["PUT", "/person", form(`firstName=${"x".repeat(16 * 1024 + 1 - "firstName=".length)}`), 413, tooLong],
  ["PUT", "/person", json(Buffer.alloc(10_000_000)), 413, tooLong],
  [
    "PUT",
    "/person",
    {
      ...json(Buffer.alloc(16 * 1024 + 1)),
      headers: { "content-type": "application/json", "transfer-encoding": "chunked" },
    },
    413,
    tooLong,
  ],
  ["PUT", "/person", coded("gzip"), 415, `${notCompressed}"gzip"`],
  ["PUT", "/person", coded("identity, br"), 415, `${notCompressed}"identity, br"`],
  ["DELETE", "/person/1", json("{"), 400, notJson],

  ["GET", "/person/7", {}, 404, "there is no person with the id 7"],
  ["DELETE", "/person/7", {}, 404, "there is no person with the id 7"],
  ["GET", "/", {}, 404, nothingHere],
  ["GET", "//", {}, 404, nothingHere],
  ["GET", "//all", {}, 404, nothingHere],
  ["GET", "/all/", {}, 404, nothingHere],
  ["GET", "/ALL", {}, 404, nothingHere],
  ["GET", "/all;x=1", {}, 404, nothingHere],
  ["GET", "/person/1/", {}, 404, nothingHere],
  ["GET", "/person/../all", {}, 404, nothingHere],
  ["GET", "/%2e%2e/%2e%2e/etc/passwd", {}, 404, nothingHere],
  ["PROPFIND", "/nowhere", {}, 404, nothingHere],
  ["PUT", "/nowhere", json("{"), 404, nothingHere],
  ["GET", "/person/%", {}, 400, "the path must be UTF-8, with % only before two hexadecimal digits, got: another text"],
  [
    "GET",
    "/person/%FF",
    {},
    400,
    "the path must be UTF-8, with % only before two hexadecimal digits, got: another text",
  ],
];

/** What is wrong with a part of the address. */
const addresses: readonly (readonly [path: string, problems: Readonly<Record<string, string>>])[] = [
  ["/person/", { id: `${anId}""` }],
  ["/person/1%2F2", { id: `${anId}"1/2"` }],
  ["/person/abc", { id: `${anId}"abc"` }],
  ["/person/1.5", { id: `${anId}"1.5"` }],
  ["/person/-1", { id: `${anId}-1` }],
  ["/person/0", { id: `${anId}0` }],
  ["/person/1e3", { id: `${anId}"1e3"` }],
  ["/person/2147483648", { id: `${anId}2147483648` }],
  ["/person/9999999999999999999", { id: `${anId}"9999999999999999999"` }],
  [`/person/${"9".repeat(500)}`, { id: `${anId}"${"9".repeat(80)}"… (500 characters)` }],
  ["/person/%00", { id: `${anId}"\\u0000"` }],
  ["/person/%F0%9F%98%80", { id: `${anId}"😀"` }],
  ["/person/1'%20OR%20'1'='1", { id: `${anId}"1' OR '1'='1"` }],
  ["/all?limit=0", { limit: `${limit}0` }],
  ["/all?limit=1001&after=-1", { limit: `${limit}1001`, after: `${after}-1` }],
  ["/all?limit=", { limit: `${limit}""` }],
  ["/all?limit=1&limit=2", { limit: `${limit}a list` }],
  ["/all?after=x", { after: `${after}"x"` }],
  ["/all?after=%FF", { after: `${after}"%FF"` }],
];

describe("The service", () => {
  const served = withService();
  const problem = (status: number, detail: string, errors?: unknown) => ({
    title: STATUS_CODES[status],
    status,
    detail,
    requestId: expect.stringMatching(/^[\w-]{36}$/) as string,
    ...(errors === undefined ? {} : { errors }),
  });
  const problemType = "application/problem+json; charset=utf-8";

  const expectNobody = async () => {
    const { rows } = await served().pool.query('SELECT FROM "People"');
    expect(rows).toEqual([]);
  };

  test.each(bodies)("refuses a body: %s", async (_what, asked, problems) => {
    const { status, headers, body } = await send(served().port, "PUT", "/person", asked);
    expect({ status, type: headers["content-type"] }).toEqual({ status: 400, type: problemType });
    const errors = Object.entries(problems).map(([pointer, detail]) => ({ detail, pointer }));
    const answer = JSON.parse(body) as { errors: { detail: string }[] };
    expect(answer).toEqual(problem(400, answer.errors.map(({ detail }) => detail).join("; "), errors));
    await expectNobody();
  });

  test.each(addresses)("refuses %s", async (path, problems) => {
    const { status, headers, body } = await send(served().port, "GET", path);
    expect({ status, type: headers["content-type"] }).toEqual({ status: 400, type: problemType });
    const errors = Object.entries(problems).map(([parameter, detail]) => ({ detail, parameter }));
    expect(JSON.parse(body)).toEqual(problem(400, errors.map(({ detail }) => detail).join("; "), errors));
  });

  test.each(requests)("refuses %s %s %j", async (method, path, asked, status, detail) => {
    const answer = await send(served().port, method, path, asked);
    expect({ status: answer.status, type: answer.headers["content-type"] }).toEqual({ status, type: problemType });
    expect(JSON.parse(answer.body)).toEqual(problem(status, detail));
    expect(answer.headers["x-request-id"]).toBe((JSON.parse(answer.body) as { requestId: string }).requestId);
    await expectNobody();
  });

  test.each([
    ["/person", ["PUT"]],
    ["/person/1", ["DELETE", "GET", "HEAD"]],
    ["/all", ["GET", "HEAD"]],
    ["/ready", ["GET", "HEAD"]],
  ])("refuses every other method of %s, and says which there are", async (path, known) => {
    const allow = known.join(", ");
    const rule = known.length === 1 ? allow : `one of ${allow}`;
    // CONNECT asks for a tunnel, and is no request
    const others = METHODS.filter((method) => method !== "CONNECT" && !known.includes(method));
    expect(others).toEqual(expect.arrayContaining(["OPTIONS", "PATCH", "POST", "PROPFIND", "TRACE"]));
    for (const method of others) {
      // a body is not even read
      const { status, headers, body } = await send(served().port, method, path, json("{"));
      expect({ method, status, allow: headers.allow }).toEqual({ method, status: 405, allow });
      const detail = `the method must be ${rule}, got: ${method}`;
      expect(method === "HEAD" ? { detail } : JSON.parse(body)).toMatchObject({ detail });
    }
  });

  test("has nothing at another address, whatever the method, and reads no body there", async () => {
    for (const method of METHODS.filter((method) => method !== "CONNECT")) {
      const { status } = await send(served().port, method, "/nowhere", json("{"));
      const bare = await send(served().port, method, "/nowhere");
      expect({ method, status, bare: bare.status }).toEqual({ method, status: 404, bare: 404 });
    }
  });

  test("says which content encoding it takes, and takes it", async () => {
    const { headers } = await send(served().port, "PUT", "/person", coded("GZIP"));
    expect(headers["accept-encoding"]).toBe("identity");
    const plain = { headers: { "content-type": "application/json", "content-encoding": "Identity" }, body: "{}" };
    expect((await send(served().port, "PUT", "/person", plain)).status).toBe(400);
  });

  test("refuses an address and headers that are too long", async () => {
    const detail = "the address and the headers must be shorter than 16 KiB together, got: more";
    const path = await send(served().port, "GET", `/${"x".repeat(17_000)}`);
    expect(path).toMatchObject({ status: 431, headers: { "content-type": problemType, connection: "close" } });
    expect(JSON.parse(path.body)).toEqual(problem(431, detail));
    const headers = await send(served().port, "GET", "/live", { headers: { x: "x".repeat(17_000) } });
    expect(JSON.parse(headers.body)).toEqual(problem(431, detail));
  });
});
