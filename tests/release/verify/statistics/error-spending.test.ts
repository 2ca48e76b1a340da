import { errorAtLook } from "../../../../release/verify/statistics/error-spending";

test.each([1, 2, 3, 10])("the parts of %d looks are the whole error, and the first ones are the least", (of) => {
  const parts = Array.from({ length: of }, (_, index) => errorAtLook(0.05, { number: index + 1, of }));
  expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(0.05, 12);
  expect(parts).toEqual(parts.toSorted((a, b) => a - b));
});

test("the first of three looks may spend a 27th", () => {
  expect(errorAtLook(0.05, { number: 1, of: 3 })).toBeCloseTo(0.05 / 27, 12);
});
