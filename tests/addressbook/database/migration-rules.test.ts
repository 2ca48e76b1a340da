import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { migrationProblems } from "./migration-rules";

const folder = "addressbook/migrations";
const files = readdirSync(folder).filter((file) => file !== "README.md");

describe("Migrations", () => {
  test("are numbered from 0001 on, without gaps and namesakes", () => {
    expect(files.sort().map((file) => /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1])).toEqual(
      files.map((_file, index) => String(index + 1).padStart(4, "0")),
    );
  });

  test.each(files)("%s keeps to the rules", (file) => {
    expect(migrationProblems(readFileSync(join(folder, file), "utf8"))).toEqual([]);
  });
});

describe("The rules for migrations", () => {
  test.each([
    'ALTER TABLE "People" DROP COLUMN "lastName"',
    'DROP TABLE "People"',
    "drop index people_by_name",
    'ALTER TABLE "People" RENAME COLUMN "lastName" TO surname',
    'ALTER TABLE "People" ALTER COLUMN "lastName" TYPE text',
    'ALTER TABLE "People" ALTER "lastName" SET DATA TYPE text',
    'ALTER TABLE "People" ALTER COLUMN "lastName" SET NOT NULL',
    'ALTER TABLE "People" ADD COLUMN age integer NOT NULL',
    'ALTER TABLE "People" ADD CONSTRAINT adult CHECK (age > 17)',
    'ALTER TABLE "People" ADD UNIQUE ("lastName")',
    'CREATE UNIQUE INDEX people_by_name ON "People" ("lastName")',
    'CREATE INDEX people_by_name ON "People" ("lastName")',
    'DELETE FROM "People"',
    'TRUNCATE "People"',
    `UPDATE "People" SET "lastName" = ''`,
    'REVOKE SELECT ON "People" FROM PUBLIC',
    'ALTER TABLE "People" OWNER TO somebody',
    'ALTER TABLE "People" ENABLE ROW LEVEL SECURITY',
    'LOCK TABLE "People"',
    `DO $$ BEGIN EXECUTE 'DROP TABLE "People"'; END $$`,
  ])("want to be told why this is safe: %s", (statement) => {
    const problems = migrationProblems(statement);
    expect(problems).not.toEqual([]);
    expect(problems.filter((problem) => !problem.includes("needs `-- contract: …`"))).toEqual([]);
    expect(migrationProblems(`-- contract: nobody has used it since 2.0\n${statement};\n`)).toEqual([]);
    // what is said of one statement is not said of the next one
    expect(migrationProblems(`-- contract: nobody uses it\nSELECT 1;\n${statement};`)).toEqual(problems);
    expect(migrationProblems(`-- contract:\n${statement}`)).toEqual(problems);
  });

  test.each([
    "CREATE TABLE house (id serial PRIMARY KEY, street text NOT NULL UNIQUE)",
    'ALTER TABLE "People" ADD COLUMN age integer',
    'ALTER TABLE "People" ADD COLUMN age integer NOT NULL DEFAULT 0, ADD COLUMN shoe integer',
    'ALTER TABLE "People" ADD CONSTRAINT adult CHECK (age > 17) NOT VALID',
    'ALTER TABLE "People" VALIDATE CONSTRAINT adult',
    "-- DROP TABLE is not for this release\nSELECT 1",
    'GRANT SELECT ON "People" TO report',
  ])("have nothing against this: %s", (statement) => {
    expect(migrationProblems(statement)).toEqual([]);
  });

  test.each([
    [
      "BEGIN; CREATE TABLE a (id integer); COMMIT",
      ["is in a transaction already: BEGIN", "is in a transaction already: COMMIT"],
    ],
    [
      "DROP INDEX CONCURRENTLY IF EXISTS i;\nCREATE INDEX CONCURRENTLY i ON a (id)",
      [
        "needs `-- without a transaction`: DROP INDEX CONCURRENTLY IF EXISTS i",
        "needs `-- without a transaction`: CREATE INDEX CONCURRENTLY i ON a (id)",
      ],
    ],
    [
      "-- without a transaction\nCREATE INDEX CONCURRENTLY i ON a (id);\n",
      ["cannot run again: CREATE INDEX CONCURRENTLY i ON a (id)"],
    ],
    ["-- without a transaction\nDROP INDEX CONCURRENTLY i;\n", ["cannot run again: DROP INDEX CONCURRENTLY i"]],
    ["-- without a transaction\nDROP INDEX CONCURRENTLY IF EXISTS i;\nCREATE INDEX CONCURRENTLY i ON a (id);\n", []],
    [
      "-- without a transaction\nDO $$ BEGIN PERFORM 1; END $$;\n",
      ["is split at line ends, and must not hold a block"],
    ],
  ])("know transactions: %s", (sql, problems) => {
    expect(migrationProblems(sql)).toEqual(problems);
  });
});
