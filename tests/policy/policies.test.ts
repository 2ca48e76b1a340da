import { readExceptions } from "./exceptions";
import { breakable, concerned, failures, type Policy } from "./policy";
import { tables } from "./tables";

const { everywhere, demo } = readExceptions();
const exceptions = [...everywhere, ...demo];

const addresses = (resources: readonly { address: string }[]): string[] => resources.map(({ address }) => address);

describe.each(tables)("$cloud", ({ policies, environments, scanner, notMirrored }) => {
  const production = environments.filter((environment) => environment.production);
  describe.each(environments)("$name", ({ production: isProduction, stack, givesUp }) => {
    const excused = [...everywhere, ...(isProduction ? [] : demo)].map(({ id }) => id).concat(Object.keys(givesUp));

    test("meets each policy that it is not excused from", () => {
      const asked = policies.filter(({ id }) => !excused.includes(id));
      const broken = asked.flatMap((policy) =>
        addresses(failures(policy, stack)).map((address) => `${address} must ${policy.must} (${policy.id})`),
      );
      expect(broken).toEqual([]);
      expect(asked.length).toBeGreaterThan(policies.length / 2);
    });

    test("gives up nothing that it meets", () => {
      const met = policies.filter((policy) => policy.id in givesUp && failures(policy, stack).length === 0);
      expect(met.map(({ id }) => id)).toEqual([]);
    });
  });

  describe("The table", () => {
    test("has each policy once", () => {
      const all = [...policies.map(({ id }) => id), ...Object.keys(notMirrored)];
      expect(all.filter((id, index) => all.indexOf(id) !== index)).toEqual([]);
    });

    test("calls a policy like the scanner's check, or says that it is our own", () => {
      expect(policies.filter(({ id }) => !scanner.test(id) && !/^OWN_[A-Z_]+$/.test(id))).toEqual([]);
    });

    test("looks at something in production, or in a variant of it", () => {
      const blind = policies.filter(
        (policy) => policy.forbids !== true && production.every(({ stack }) => concerned(policy, stack).length === 0),
      );
      expect(blind.map(({ id }) => id)).toEqual([]);
    });

    test("says how each policy is broken; or met, where it is met nowhere", () => {
      const met = (policy: (typeof policies)[number]): boolean =>
        production.some(({ stack }) => breakable(policy, stack).length > 0);
      const unbroken = policies.filter((policy) =>
        met(policy) ? policy.broken.length === 0 : policy.met === undefined,
      );
      expect(unbroken.map(({ id }) => id)).toEqual([]);
      expect(policies.filter((policy) => met(policy) && policy.met !== undefined).map(({ id }) => id)).toEqual([]);
    });
  });

  const edits = policies.flatMap((policy) =>
    policy.broken.map((edit) => ({ id: policy.id, how: edit.how, policy, edit })),
  );

  test.each(edits)("$id fails once $how", ({ policy, edit }) => {
    const { stack } = production.find((environment) => breakable(policy, environment.stack).length > 0)!;
    const before = addresses(failures(policy, stack));
    // one after the other: a policy that looked at the first resource only would miss the next
    const unnoticed = breakable(policy, stack).filter(({ address }) => {
      const copy = stack.copy();
      const broken = edit.edit(copy.find(address)!, copy)?.address ?? address;
      return before.includes(broken) || !addresses(failures(policy, copy)).includes(broken);
    });
    expect(addresses(unnoticed)).toEqual([]);
    // and the copies were copies
    expect(addresses(failures(policy, stack))).toEqual(before);
  });

  const unmet = policies.flatMap((policy) =>
    policy.met === undefined ? [] : [{ id: policy.id, how: policy.met.how, policy, met: policy.met }],
  );

  if (unmet.length > 0)
    test.each(unmet)("$id would hold once $how", ({ policy, met }) => {
      for (const { stack } of environments) {
        const copy = stack.copy();
        for (const resource of failures(policy, copy)) met.edit(resource, copy);
        expect(addresses(failures(policy, copy))).toEqual([]);
        expect(concerned(policy, copy).length).toBeGreaterThan(0);
      }
    });
});

/** Environments for which a policy does not hold, apart from those that chose so. */
const failing = (policy: Policy, isProduction: boolean): string[] =>
  tables
    .filter(({ policies }) => policies.includes(policy))
    .flatMap(({ environments }) => environments)
    .filter(({ production, givesUp }) => production === isProduction && !(policy.id in givesUp))
    .filter(({ stack }) => failures(policy, stack).length > 0)
    .map(({ name }) => name);

const policyOf = (id: string): Policy | undefined =>
  tables.flatMap(({ policies }) => policies).find((policy) => policy.id === id);

describe("An exception", () => {
  test("is from a policy that there is, and once", () => {
    expect(exceptions.filter(({ id }) => policyOf(id) === undefined)).toEqual([]);
    expect(exceptions.filter(({ id }, index) => exceptions.findIndex((other) => other.id === id) !== index)).toEqual(
      [],
    );
  });

  test("has its reason on its line", () => {
    expect(exceptions.filter(({ reason }) => reason.split(/\s+/).length < 4)).toEqual([]);
  });

  test("of a demo says what it would cost", () => {
    expect(demo.filter(({ reason }) => !/^(about )?\$\d|^the price of |^free; /.test(reason))).toEqual([]);
  });

  test.each(everywhere)("$id, for every environment, is needed in production too", ({ id }) => {
    expect(failing(policyOf(id)!, true)).not.toEqual([]);
  });

  test.each(demo)("$id, for demos, is needed in one, and not in production", ({ id }) => {
    expect(failing(policyOf(id)!, false)).not.toEqual([]);
    expect(failing(policyOf(id)!, true)).toEqual([]);
  });
});
