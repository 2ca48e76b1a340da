import fc from "fast-check";

import { mib, millicores } from "../../environments/schema/quantity";

describe("an amount of processor in thousandths", () => {
  test.each([
    ["1m", 1],
    ["100m", 100],
    ["1500m", 1500],
    ["0.001", 1],
    ["0.1", 100],
    ["0.5", 500],
    ["1", 1000],
    ["2.25", 2250],
    // in floating point 1.005 * 1000 is less than 1005
    ["1.005", 1005],
  ])("of %s is %d", (quantity, expected) => {
    expect(millicores(quantity)).toBe(expected);
  });

  test("is the same in both notations", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (thousandths) => {
        expect(millicores((thousandths / 1000).toFixed(3))).toBe(thousandths);
        expect(millicores(`${thousandths}m`)).toBe(thousandths);
      }),
    );
  });
});

describe("an amount of memory in MiB", () => {
  test.each([
    ["1Mi", 1],
    ["128Mi", 128],
    ["2Gi", 2048],
    ["512Ki", 0.5],
    ["1048576Ki", 1024],
  ])("of %s is %d", (quantity, expected) => {
    expect(mib(quantity)).toBe(expected);
  });

  test("grows by 1024 with each unit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_536 }), (amount) => {
        expect(mib(`${amount}Gi`)).toBe(mib(`${amount}Mi`) * 1024);
        expect(mib(`${amount}Mi`)).toBe(mib(`${amount}Ki`) * 1024);
      }),
    );
  });
});
