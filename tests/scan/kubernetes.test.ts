import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { stringify } from "yaml";

import { customKinds } from "../cluster/api/resources";
import { readExceptions } from "../policy/exceptions";
import type { Judged } from "../policy/judged";
import { bookObjects } from "../policy/kubernetes/book";
import { kubernetesEnvironments, kubernetesMisjudged } from "../policy/kubernetes/environments";
import { kubernetesNotMirrored, kubernetesPolicies } from "../policy/kubernetes";
import { objectsOf, objectStack } from "../policy/kubernetes/objects";
import { failures } from "../policy/policy";
import type { Stack } from "../policy/stack";
import { storedSchemas } from "../support/kubernetes-schema";
import { skipAloud } from "../terraform/harness/with-terraform";
import { findApiServer, judge, type KubernetesVersion, kubernetesVersions, type Verdict } from "./api-server";
import { type BrokenObjects, brokenObjects } from "./broken-objects";
import { findCheckov, pinnedVersion, scan as scanWithCheckov } from "./checkov";
import { schemasOf } from "./kubernetes-schemas";
import { type Finding, manifestScanners } from "./manifest-scanners";
import type { Found } from "./python-program";

const everywhere = readExceptions().everywhere.map(({ id }) => id);
const copies = brokenObjects(kubernetesPolicies, kubernetesEnvironments);
const idsOf = ({ policy }: BrokenObjects): string[] => [policy.id, ...(policy.also ?? [])];
/** Without the hash in the name of a Job, which changes with what is in it. */
const text = ({ id, object }: Finding): string => `${id} ${object.replace(/-[0-9a-f]{10}$/, "")}`;
const isUnseen = ({ policy, edit }: BrokenObjects): boolean => (policy.unseen ?? edit.unseen) !== undefined;

/** A folder for this file of tests, with a folder for each set of objects. */
const root = mkdtempSync(join(tmpdir(), "addressbook-platform-scan-"));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

let written = 0;
function write(stack: Stack, parent = root): { folder: string; file: string } {
  const folder = `objects-${written++}`;
  const file = join(parent, folder, "objects.yaml");
  mkdirSync(join(parent, folder), { recursive: true });
  writeFileSync(
    file,
    objectsOf(stack)
      .map((object) => `---\n${stringify(object, { aliasDuplicateObjects: false })}`)
      .join(""),
  );
  return { folder, file };
}

/** Tests about one scanner, which are the same for all. */
function aboutScanner(name: string, isOwn: (id: string) => boolean, findings: (stack: Stack) => Finding[]): void {
  const known = ({ givesUp, misjudged }: Judged, finding: Finding): boolean =>
    finding.id in kubernetesNotMirrored ||
    excused([...everywhere, ...Object.keys(givesUp)]).includes(finding.id) ||
    finding.id in misjudged ||
    text(finding) in misjudged;

  test.each(kubernetesEnvironments)(`${name} finds nothing in $name without a reason`, (environment) => {
    const found = findings(environment.stack);
    process.stderr.write(`${name}, ${environment.name}: ${found.length} findings, each with a reason\n`);
    expect(found.filter((finding) => !known(environment, finding)).map(text)).toEqual([]);
  });

  test(`${name} finds everything that a reason is given for`, () => {
    const stacks = [...kubernetesEnvironments.map(({ stack }) => stack), objectStack(bookObjects())];
    const found = stacks.flatMap(findings).flatMap((one) => [one.id, text(one)]);
    const reasons = [...Object.keys(kubernetesMisjudged), ...Object.keys(kubernetesNotMirrored)];
    expect(reasons.filter((reason) => isOwn(reason) && !found.includes(reason))).toEqual([]);
  });

  const own = copies.filter((copy) => idsOf(copy).some(isOwn));
  const seenIn = new Map<BrokenObjects, string[]>();
  beforeAll(() => {
    const before = new Map(
      kubernetesEnvironments.map((environment) => [environment, findings(environment.stack).map(text)]),
    );
    for (const copy of own) {
      const found = findings(copy.stack).filter((finding) => !before.get(copy.original)!.includes(text(finding)));
      seenIn.set(
        copy,
        found.map(({ id }) => id),
      );
    }
  }, 600_000);

  const first = own.filter(({ id }) => isOwn(id));
  if (first.length > 0)
    test.each(first)("fails $id too once $how", (copy) => {
      const seen = seenIn.get(copy)!.includes(copy.id);
      expect(seen).toBe(!isUnseen(copy));
    });

  const others = [...new Set(own.flatMap(idsOf).filter(isOwn))].filter((id) => !first.some((copy) => copy.id === id));
  if (others.length > 0)
    test.each(others)("%s demands no less than the policy that names it", (id) => {
      expect(own.some((copy) => idsOf(copy).includes(id) && seenIn.get(copy)!.includes(id))).toBe(true);
    });

  test("fails the book's objects for what our policies fail them for", () => {
    const book = objectStack(bookObjects());
    const ours = kubernetesPolicies.filter((policy) => failures(policy, book).length > 0);
    const theirs = new Set(findings(book).map(({ id }) => id));
    const agreed = ours
      .flatMap((policy) => [policy.id, ...(policy.also ?? [])])
      .filter((id) => isOwn(id) && theirs.has(id));
    expect(agreed.length).toBeGreaterThanOrEqual(5);
    // and it finds nothing there that no policy of ours is about
    const ids = kubernetesPolicies.flatMap((policy) => [policy.id, ...(policy.also ?? [])]);
    expect(
      [...theirs].filter((id) => !ids.includes(id) && !(id in { ...kubernetesNotMirrored, ...kubernetesMisjudged })),
    ).toEqual([]);
  });
}

/** These policies and the checks that demand the same. */
const excused = (ids: readonly string[]): string[] => [
  ...ids,
  ...kubernetesPolicies.filter(({ id }) => ids.includes(id)).flatMap(({ also = [] }) => also),
];

function withProgram(what: string, found: Found, define: (command: string) => void): void {
  if ("missing" in found) skipAloud(what, found.missing);
  else
    describe(what, () => {
      define(found.command);
    });
}

describe.each(manifestScanners)("$name $version", ({ name, version, find, scan }) => {
  withProgram(`${name} ${version}`, find(), (command) => {
    aboutScanner(
      name,
      (id) => id.startsWith(`${name}/`),
      (stack) => scan(command, write(stack).file),
    );
  });
});

const checkov = findCheckov();
withProgram(`Checkov ${pinnedVersion}`, checkov, (command) => {
  interface Report {
    readonly results: { readonly failed_checks: readonly { check_id: string; resource: string; file_path: string }[] };
  }
  const isOwn = (id: string): boolean => /^CKV2?_K8S_/.test(id);
  const folders = new Map<Stack, string>();
  let findings: Map<string, Finding[]>;

  const together = join(root, "checkov");
  const scanFolder = (folder: string): Map<string, Finding[]> => {
    const { stdout } = scanWithCheckov(command, folder, ["kubernetes"], "--output", "json", "--compact");
    const found = new Map<string, Finding[]>();
    for (const { results } of [JSON.parse(stdout) as Report | Report[]].flat())
      for (const { check_id: id, resource, file_path: file } of results.failed_checks) {
        const [kind = "", , ...name] = resource.split(".");
        const place = basename(dirname(join(folder, file)));
        found.set(place, [...(found.get(place) ?? []), { id, object: `${kind}.${name.join(".")}` }]);
      }
    return found;
  };

  // it needs seconds to start, so it looks at everything at once; but for checks that look at several objects, for which
  // a network policy of one copy guards the pods of another
  beforeAll(() => {
    const looked = copies.filter((copy) => idsOf(copy).some(isOwn));
    const stacks = [...kubernetesEnvironments, ...looked.filter(({ id }) => !id.startsWith("CKV2_"))].map(
      ({ stack }) => stack,
    );
    for (const stack of [...stacks, book]) folders.set(stack, write(stack, together).folder);
    findings = scanFolder(together);
    for (const { stack } of looked.filter(({ id }) => id.startsWith("CKV2_"))) {
      const { folder } = write(stack);
      folders.set(stack, folder);
      for (const [place, found] of scanFolder(join(root, folder))) findings.set(place, found);
    }
  }, 600_000);

  const book = objectStack(bookObjects());
  aboutScanner("Checkov", isOwn, (stack) => {
    const folder = folders.get(stack) ?? folders.get(book)!;
    return findings.get(folder) ?? [];
  });
});

describe.each(Object.keys(kubernetesVersions) as KubernetesVersion[])("The API server of Kubernetes %s", (version) => {
  withProgram(`Kubernetes ${kubernetesVersions[version]}`, findApiServer(version), (command) => {
    const verdicts = new Map<Stack, Verdict[]>();
    const judgedCopies = copies.filter(({ id }) => /^(api-server|pod-security)\//.test(id));
    const of = (stack: Stack): Verdict[] => verdicts.get(stack) ?? [];

    beforeAll(() => {
      const stacks = [...kubernetesEnvironments, ...judgedCopies].map(({ stack }) => stack);
      const objects = stacks.map((stack) => objectsOf(stack).filter(({ kind }) => !customKinds.has(String(kind))));
      const all = judge(command, objects.flat());
      for (const [index, stack] of stacks.entries()) verdicts.set(stack, all.splice(0, objects[index]!.length));
    }, 120_000);

    test.each(kubernetesEnvironments)("takes everything in $name, and its pods are restricted", ({ stack }) => {
      expect(of(stack).length).toBeGreaterThan(9);
      expect(of(stack).flatMap(({ refused }) => refused)).toEqual([]);
      expect(of(stack).flatMap(({ podSecurity }) => podSecurity)).toEqual([]);
    });

    test.each(copies.filter(({ id }) => id.startsWith("api-server/")))("refuses what breaks $id: $how", ({ stack }) => {
      expect(of(stack).flatMap(({ refused }) => refused)).not.toEqual([]);
    });

    test.each(copies.filter(({ id }) => id.startsWith("pod-security/")))(
      "does not admit what breaks $id: $how",
      ({ id, stack }) => {
        expect(of(stack).flatMap(({ podSecurity }) => podSecurity)).toContain(id.replace("pod-security/", ""));
      },
    );

    test("has the schemas that are stored", () => {
      expect(storedSchemas(version)).toEqual(JSON.parse(JSON.stringify(schemasOf(command))));
    });

    test("would not admit the book's pods", () => {
      const insecure = judge(command, bookObjects()).flatMap(({ podSecurity }) => podSecurity);
      expect([...new Set(insecure)].sort()).toEqual([
        "allowPrivilegeEscalation",
        "capabilities_restricted",
        "runAsNonRoot",
        "seccompProfile_restricted",
      ]);
    });
  });
});
