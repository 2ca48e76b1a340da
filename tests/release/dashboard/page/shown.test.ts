import { parsed, withSamples } from "../../../../release/dashboard/page/shown";

const sample = (at: number, stable = 1) => ({ at, tracks: { stable: { requestsPerSecond: stable } } });

describe("What is shown", () => {
  test.each([
    ["begins with all", [], [sample(1), sample(2)], [1, 2]],
    ["goes on with each", [sample(1), sample(2)], [sample(3)], [1, 2, 3]],
    ["takes none twice when all come again", [sample(1), sample(2)], [sample(2), sample(3)], [1, 2, 3]],
    ["keeps what a server that was started anew has not", [sample(1), sample(2)], [sample(9)], [1, 2, 9]],
    ["stays when nothing comes", [sample(1)], [], [1]],
    ["forgets after an hour", [sample(0), sample(1)], [sample(3_600_000)], [1, 3_600_000]],
  ])("%s", (_, kept, incoming, expected) => {
    expect(withSamples(kept, incoming).map(({ at }) => at)).toEqual(expected);
  });

  test("takes the newer of two samples of one moment", () => {
    expect(withSamples([sample(1, 5)], [sample(1, 7)])).toEqual([sample(1, 7)]);
  });

  test("has no characters that move a cursor or turn the direction of reading", () => {
    const json = JSON.stringify({ text: "a\u202Eb\u0007\u001B[31m\nc", count: 2, none: null });
    expect(parsed(json)).toEqual({ text: "ab[31m\nc", count: 2, none: null });
  });
});
