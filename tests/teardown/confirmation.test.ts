import { PassThrough } from "node:stream";

import { confirm } from "../../teardown/confirmation";

/** Asks, and gives an answer. */
async function ask(answer: (input: PassThrough) => void, interrupted = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const confirmed = confirm("aws-demo", input, output, interrupted);
  answer(input);
  const outcome = await confirmed.then(
    () => "confirmed",
    (error: unknown) => (error as Error).message,
  );
  return { outcome, asked: String(output.read()) };
}

test("the name of the environment is what it takes", async () => {
  const { outcome, asked } = await ask((input) => input.write("aws-demo\n"));

  expect(outcome).toBe("confirmed");
  expect(asked).toBe("Type aws-demo to go on: ");
});

test.each<[string, (input: PassThrough) => void]>([
  ["another name", (input) => input.write("aws-production\n")],
  ["yes", (input) => input.write("yes\n")],
  ["nothing", (input) => input.write("\n")],
  ["the end of the input", (input) => input.end()],
])("%s is a no", async (_what, answer) => {
  expect((await ask(answer)).outcome).toBe("not confirmed, nothing was changed");
});

test("an interruption is one, and not an answer", async () => {
  const controller = new AbortController();
  const { outcome } = await ask(() => {
    controller.abort();
  }, controller.signal);

  expect(outcome).toBe("interrupted; what is gone is gone, and it is safe to run it again");
});
