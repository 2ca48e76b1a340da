import { ephemeral } from "../../constructs/ephemeral";
import { at } from "../support/at";
import { constructJson } from "../support/construct-json";

const settings = { length: 32 };

describe("An ephemeral resource", () => {
  const json = constructJson((stack) => [
    ephemeral(stack, "random_password", "first", { attribute: "result", settings }),
    ephemeral(stack, "random_password", "second", { attribute: "result", settings: { length: 8 } }),
  ]);

  test("is a block of its own, beside others of its type", () => {
    expect(at(json.json, "ephemeral")).toEqual({ random_password: { first: settings, second: { length: 8 } } });
  });

  test("is referred to as ephemeral, and not as a resource", () => {
    expect(json.built).toEqual([
      "${ephemeral.random_password.first.result}",
      "${ephemeral.random_password.second.result}",
    ]);
  });
});
