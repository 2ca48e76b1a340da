import fc from "fast-check";

import { readExposition } from "../../../../release/verify/metrics/exposition";

const read = (text: string) => readExposition(text).samples;

describe("a line of Prometheus' text format", () => {
  test.each([
    ["up 1", { name: "up", labels: {}, value: 1 }],
    ["  up\t 1e3  ", { name: "up", labels: {}, value: 1000 }],
    ["up{} -1.5E-3", { name: "up", labels: {}, value: -0.0015 }],
    ['a:b{route="/all",le="+Inf"} 12', { name: "a:b", labels: { route: "/all", le: "+Inf" }, value: 12 }],
    ['a{ x = "1" , y = "2" , } 3', { name: "a", labels: { x: "1", y: "2" }, value: 3 }],
    ['a{x="1"}3', { name: "a", labels: { x: "1" }, value: 3 }],
    [String.raw`a{x="C:\\DIR\\n \"q\"\nz"} 3`, { name: "a", labels: { x: 'C:\\DIR\\n "q"\nz' }, value: 3 }],
    ['a{x="},{=\\"# "} 3 1395066363000', { name: "a", labels: { x: '},{="# ' }, value: 3 }],
    ["a +Inf", { name: "a", labels: {}, value: Infinity }],
    ["a -Inf -3982045", { name: "a", labels: {}, value: -Infinity }],
    ["a NaN", { name: "a", labels: {}, value: NaN }],
    ["a .5", { name: "a", labels: {}, value: 0.5 }],
    ['a_bucket{le="1"} 8 # {trace_id="x"} 0.67 1.5', { name: "a_bucket", labels: { le: "1" }, value: 8 }],
    ["a 17 1520879607.789 # {} 1", { name: "a", labels: {}, value: 17 }],
    ["a 1\r", { name: "a", labels: {}, value: 1 }],
  ])("%j is read", (line, sample) => {
    expect(read(line)).toEqual([sample]);
  });

  test.each([
    "",
    "# HELP a what it is",
    "# a comment",
    "# EOF",
    "<html><body>502 Bad Gateway</body></html>",
    "a",
    "a one",
    "a 0x10",
    "1a 1",
    'a{x="1" 3',
    'a{x="1"y="2"} 3',
    'a{,x="1"} 3',
    "a{x=1} 3",
    'a{x="1} 3',
    '{"a": 1}',
  ])("%j is passed over", (line) => {
    expect(read(`${line}\nb 2`)).toEqual([{ name: "b", labels: {}, value: 2 }]);
  });

  test("declares a metric that has no sample so far", () => {
    expect([...readExposition("# TYPE a counter\nb 1").names]).toEqual(["a", "b"]);
  });

  const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
  const anySample = fc.record({
    name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}$/),
    labels: fc.dictionary(
      name,
      fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", "n", "}", ",", " ", "é", "#") }),
    ),
    // text has no negative zero
    value: fc.double().map((value) => value || Math.abs(value)),
  });
  const escaped = (value: string) => value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
  const number = (value: number) => (Number.isFinite(value) ? String(value) : String(value).replace("Infinity", "Inf"));

  test("is read as it was written, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 4 }), fc.boolean(), (samples, hasTimes) => {
        const lines = samples.map(({ name: metric, labels, value }) => {
          const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
          return `${metric}{${pairs.join(",")}} ${number(value)}${hasTimes ? " 1700000000000" : ""}`;
        });
        expect(read(lines.join("\n"))).toEqual(samples.map((sample) => ({ ...sample, labels: { ...sample.labels } })));
      }),
      { numRuns: 60 },
    );
  });

  test("never ends in an error, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        expect(Array.isArray(read(text))).toBe(true);
      }),
    );
  });
});
