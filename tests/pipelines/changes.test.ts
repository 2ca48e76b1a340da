import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { ValidationError } from "../../environments/schema/problems";
import { changesIn, outdated, write } from "../../pipelines/changes";
import { generatedLine } from "../../pipelines/model/generated-file";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "addressbook-platform-pipelines-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const generated = (text: string): string => `${generatedLine}\n${text}`;
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const files = [
  { path: ".semaphore/semaphore.yml", text: generated("one") },
  { path: ".github/workflows/ci.yml", text: generated("two") },
];

describe("Generated files", () => {
  test("are written into an empty checkout, and are then as they should be", () => {
    const changes = changesIn(root, files);
    expect(changes.map(({ change }) => change)).toEqual(["create", "create"]);
    write(root, files, changes);
    expect(files.map(({ path }) => read(path))).toEqual(files.map(({ text }) => text));
    expect(changesIn(root, files)).toEqual(files.map(({ path }) => ({ path, change: "none" })));
  });

  test("are brought up to date, and deleted when they are not generated any more", () => {
    put(".semaphore/semaphore.yml", generated("old"));
    put(".semaphore/deploy-canary-gone.yml", generated("old"));
    const changes = changesIn(root, files);
    expect(changes).toEqual([
      { path: ".semaphore/semaphore.yml", change: "update" },
      { path: ".github/workflows/ci.yml", change: "create" },
      { path: ".semaphore/deploy-canary-gone.yml", change: "delete" },
    ]);
    write(root, files, changes);
    expect(read(".semaphore/semaphore.yml")).toBe(generated("one"));
    expect(existsSync(join(root, ".semaphore/deploy-canary-gone.yml"))).toBe(false);
  });

  test("leave what people have written alone", () => {
    put(".github/workflows/own.yml", "name: own\n");
    put(".semaphore/notes.md", generated("no definition"));
    put(".github/dependabot.yml", generated("in another folder"));
    write(root, files, changesIn(root, files));
    expect(read(".github/workflows/own.yml")).toBe("name: own\n");
    expect(existsSync(join(root, ".semaphore/notes.md"))).toBe(true);
    expect(existsSync(join(root, ".github/dependabot.yml"))).toBe(true);
  });

  test("do not take the place of a file that somebody has written: nothing is written then", () => {
    put(".semaphore/semaphore.yml", "version: v1.0\n");
    const tell = (): unknown => changesIn(root, files);
    expect(tell).toThrow(
      new ValidationError([
        {
          file: ".semaphore/semaphore.yml",
          problems: [
            {
              path: "",
              rule: "must not be written by hand: pipelines are generated in its place",
              fix: "move it to another name",
            },
          ],
        },
      ]),
    );
    expect(existsSync(join(root, ".github/workflows/ci.yml"))).toBe(false);
  });

  test("are told one by one when they are not what they should be", () => {
    put(".semaphore/semaphore.yml", generated("old"));
    put(".semaphore/gone.yml", generated("old"));
    expect(new ValidationError(outdated(changesIn(root, files))).message.split("\n")).toEqual([
      ".semaphore/semaphore.yml has 1 problem:",
      "  - is not what is generated; run `npm run synth:pipelines`, and commit what it writes",
      ".github/workflows/ci.yml has 1 problem:",
      "  - is missing; run `npm run synth:pipelines`, and commit what it writes",
      ".semaphore/gone.yml has 1 problem:",
      "  - is not generated any more; run `npm run synth:pipelines`, and commit what it writes",
    ]);
    expect(outdated(files.map(({ path }) => ({ path, change: "none" })))).toEqual([]);
  });
});
