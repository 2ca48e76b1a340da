import { withoutStackTraces } from "../../stacks/without-stack-traces";

const captured = (): string => {
  const holder = { stack: "" };
  Error.captureStackTrace(holder);
  return holder.stack;
};

test("nothing is captured on request while the function runs, and its result is handed on", () => {
  expect(withoutStackTraces(captured)).toBe("");
});

test("errors keep their stacks", () => {
  const { stack } = withoutStackTraces(() => new TypeError("broken"));

  expect(stack).toContain("without-stack-traces.test.ts");
});

test("afterwards everything is as before, also when the function throws", () => {
  const before = Object.getOwnPropertyDescriptor(Error, "captureStackTrace");
  expect(() =>
    withoutStackTraces(() => {
      throw new TypeError("broken");
    }),
  ).toThrow("broken");

  expect(Object.getOwnPropertyDescriptor(Error, "captureStackTrace")).toEqual(before);
  expect(captured()).toContain("without-stack-traces.test.ts");
});
