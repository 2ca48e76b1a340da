import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { exceptionsFile, readExceptions } from "../policy/exceptions";
import { concerned, failures, type Policy } from "../policy/policy";
import type { Stack } from "../policy/stack";
import { tables } from "../policy/tables";
import { skipAloud } from "../terraform/harness/with-terraform";
import { BrokenCopies, type BrokenCopy } from "./broken-copies";
import { findCheckov, pinnedVersion, scan } from "./checkov";
import { writeReadable } from "./readable";
import { Verdicts } from "./verdicts";

const { everywhere, demo } = readExceptions();
const checkov = findCheckov();
const frameworks = ["terraform_json", "terraform"] as const;

/** Whether an id is one of Checkov's; some of our policies are called like checks of other scanners. */
const isChecked = (id: string): boolean => /^CKV2?_[A-Z]+_\d+$/.test(id);

if ("missing" in checkov) skipAloud("the scanner", checkov.missing);
else
  describe.each(tables.filter(({ scanned }) => scanned))(
    `Checkov ${pinnedVersion} about $cloud`,
    ({ policies, environments, notMirrored }) => {
      const mirrored = policies.filter(({ id }) => isChecked(id));
      const stacks = environments.map((environment, index) => ({ ...environment, folder: `stack-${index}` }));
      const isMirrored = ({ id }: Policy): boolean => isChecked(id);
      const production = stacks.filter((environment) => environment.production);
      const { all: copies } = new BrokenCopies(policies, production, isMirrored);
      const all = [...stacks, ...copies];
      const root = mkdtempSync(join(tmpdir(), "addressbook-platform-scan-"));
      let verdicts: Verdicts;

      beforeAll(() => {
        for (const { folder, stack } of all) writeReadable(stack, join(root, folder));
        verdicts = new Verdicts(scan(checkov.command, root, frameworks, "--output", "json", "--compact"));
      }, 300_000);

      afterAll(() => {
        rmSync(root, { recursive: true, force: true });
      });

      /** Where a policy and the check of the same id differ, apart from what is known. */
      const differences = (
        folder: string,
        stack: Stack,
        isKnown: (policy: Policy, address: string, ours: "failed" | "passed") => boolean,
      ): string[] =>
        mirrored.flatMap((policy) => {
          const failing = failures(policy, stack).map(({ address }) => address);
          return concerned(policy, stack).flatMap((resource) => {
            const ours = failing.includes(resource.address) ? "failed" : "passed";
            const theirs = verdicts.of(folder, resource, policy.id);
            if (theirs === undefined || theirs === ours || isKnown(policy, resource.address, ours)) return [];
            return [`${policy.id} ${resource.address}: ${ours}, but ${theirs}`];
          });
        });

      test("can read everything, and judges it", () => {
        expect(verdicts.unreadable).toBe(0);
        expect(verdicts.crashed).toEqual([]);
        for (const { folder } of all) {
          const { passed, failed } = verdicts.counts(folder);
          expect(passed + failed).toBeGreaterThan(50);
        }
      });

      test.each(stacks)("finds nothing in $name but exceptions", ({ folder, name, production, givesUp, misjudged }) => {
        const { passed, failed } = verdicts.counts(folder);
        process.stderr.write(`Checkov ${pinnedVersion}, ${name}: ${passed} passed, ${failed} failed\n`);
        const excused = [...everywhere, ...(production ? [] : demo)].map(({ id }) => id);
        const known = [...excused, ...Object.keys(givesUp), ...Object.keys(misjudged)];
        expect(verdicts.failures(folder).filter((id) => !known.includes(id))).toEqual([]);
        // and is not better than we think
        expect(
          Object.keys({ ...givesUp, ...misjudged }).filter(
            (id) => isChecked(id) && !verdicts.failures(folder).includes(id),
          ),
        ).toEqual([]);
      });

      test("has nothing that our table does not know", () => {
        const evaluated = verdicts.evaluated(stacks.map(({ folder }) => folder));
        const known = [...mirrored.map(({ id }) => id), ...Object.keys(notMirrored)];
        expect(evaluated.filter((id) => !known.includes(id))).toEqual([]);
        expect(Object.keys(notMirrored).filter((id) => !evaluated.includes(id))).toEqual([]);
      });

      test("looks at nothing that our policies do not look at", () => {
        const overlooked = mirrored
          .filter(({ concerns }) => concerns === undefined)
          .flatMap((policy) =>
            stacks.flatMap(({ folder, stack }) =>
              stack
                .all()
                .filter((resource) => verdicts.of(folder, resource, policy.id) !== undefined)
                .filter((resource) => !concerned(policy, stack).includes(resource))
                .map(({ type }) => `${policy.id} ${type}`),
            ),
          );
        expect([...new Set(overlooked)]).toEqual([]);
      });

      test("has everything that our table has from it", () => {
        const evaluated = verdicts.evaluated(all.map(({ folder }) => folder));
        expect(mirrored.map(({ id }) => id).filter((id) => !evaluated.includes(id))).toEqual([]);
      });

      test.each(stacks)("agrees with our policies about $name", ({ folder, stack, misjudged }) => {
        expect(differences(folder, stack, ({ id }) => id in misjudged)).toEqual([]);
      });

      test.each(copies)(
        "agrees with our policies about $folder, a copy of $original.name",
        ({ folder, stack, breaks }) => {
          const isUnseen = (policy: Policy, address: string, ours: string): boolean =>
            ours === "failed" &&
            (policy.unseen !== undefined ||
              breaks.some(({ edit, at }) => at.address === address && edit.unseen !== undefined));
          expect(differences(folder, stack, isUnseen)).toEqual([]);
        },
      );

      const breaks = copies.flatMap(({ breaks: done, ...copy }: BrokenCopy) =>
        done.map(({ policy, edit, at }) => ({ id: policy.id, how: edit.how, policy, edit, at, copy })),
      );
      const isUnseen = ({ policy, edit }: (typeof breaks)[number]): boolean =>
        (policy.unseen ?? edit.unseen) !== undefined;
      const theirs = breaks.filter(({ id }) => isChecked(id));

      test.each(theirs.filter((row) => !isUnseen(row)))("fails $id too once $how", ({ id, at, copy }) => {
        expect(verdicts.of(copy.folder, at, id)).toBe("failed");
      });

      test.each(theirs.filter(isUnseen))("does not see that $id is broken once $how", ({ id, at, copy }) => {
        expect(verdicts.of(copy.folder, at, id)).not.toBe("failed");
      });

      test.each(breaks.filter(({ id }) => !isChecked(id)))(
        "has no check for $id, as when $how",
        ({ policy, at, copy }) => {
          const original = stacks.find(({ name }) => name === copy.original.name)!;
          const others = [policy.partOf, ...verdicts.failuresAt(original.folder, at)];
          expect(verdicts.failuresAt(copy.folder, at).filter((id) => !others.includes(id))).toEqual([]);
        },
      );

      test("reads the file of exceptions, and stumbles without it", () => {
        const plain = stacks.filter(({ givesUp, misjudged }) => Object.keys({ ...givesUp, ...misjudged }).length === 0);
        for (const { folder, stack } of plain) writeReadable(stack, join(root, "plain", folder));
        const settings = ["--config-file", resolve(exceptionsFile)];
        expect(scan(checkov.command, join(root, "plain"), frameworks, ...settings).status).toBe(0);
        expect(scan(checkov.command, join(root, "plain"), frameworks).status).toBe(1);
      }, 60_000);
    },
  );
