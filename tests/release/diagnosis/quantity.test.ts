import { amountOf, shownAmount } from "../../../release/diagnosis/quantity";

describe("a quantity", () => {
  test.each([
    ["100m", 0.1],
    ["2", 2],
    ["0.5", 0.5],
    ["128Mi", 134_217_728],
    ["3388360Ki", 3_469_680_640],
    ["1.5Gi", 1_610_612_736],
    ["1e3", 1000],
    ["129M", 129_000_000],
    ["100u", 0.0001],
    ["", undefined],
    ["many", undefined],
    ["1Xi", undefined],
    ["1.2.3", undefined],
    [undefined, undefined],
    [null, undefined],
  ])("%p is %p", (quantity, expected) => {
    const amount = amountOf(quantity);
    expect(amount === undefined ? amount : Number(amount.toPrecision(12))).toBe(expected);
  });

  test.each([
    ["cpu", 0.94, "940m of processor"],
    ["memory", 134_217_728, "128Mi of memory"],
    ["ephemeral-storage", 67_108_864, "64Mi of disk"],
    ["pods", 17, "17 pods"],
  ])("of %s is shown", (resource, amount, expected) => {
    expect(shownAmount(resource, amount)).toBe(expected);
  });
});
