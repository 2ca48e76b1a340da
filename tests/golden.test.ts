import { type Files, storedFiles, synthesizedFiles } from "./support/golden";

const update = "run `npm run test:update` and look at every difference before you commit it";

describe("The golden files", () => {
  const stored = storedFiles();
  let made: Files;
  beforeAll(async () => {
    made = await synthesizedFiles();
  });

  test(`are there for everything that is made; if not, ${update}`, () => {
    expect(Object.keys(made).filter((name) => !(name in stored))).toEqual([]);
  });

  test(`are there for nothing else; if not, ${update}`, () => {
    expect(Object.keys(stored).filter((name) => !(name in made))).toEqual([]);
  });

  test.each(Object.keys(stored))(`%s is what is made; if that is meant, ${update}`, (name) => {
    // a file that is not made any more is reported above
    const now = made[name] ?? stored[name];
    expect(now?.split("\n")).toEqual(stored[name]?.split("\n"));
  });
});
