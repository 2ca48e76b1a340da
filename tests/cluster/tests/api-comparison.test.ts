import { readFileSync } from "node:fs";

import { conversation } from "./api-comparison/conversation";
import { type Answer, holdConversation } from "./api-comparison/hold-conversation";
import { startApi, type RunningApi } from "./api-support/running-api";

/** What a kube-apiserver 1.35.4 answered; `record.ts` beside it asks it again. */
const real = readFileSync("tests/cluster/tests/api-comparison/answers.txt", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Answer);

describe("The test cluster's API answers as a real one", () => {
  let running: RunningApi;
  let answers: Answer[];

  beforeAll(async () => {
    running = await startApi();
    await running.send("POST", "/api/v1/namespaces", { body: { metadata: { name: "comparison-1" } } });
    answers = await holdConversation(conversation, { ...running, namespace: "comparison-1" });
  }, 60_000);

  afterAll(() => running.stop());

  test("to the same questions", () => {
    expect(real.map(({ title }) => title)).toEqual(conversation.map(({ title }) => title));
    expect(running.api.defects).toEqual([]);
  });

  test.each(conversation.map(({ title }, index) => [title, index] as const))("%s", (_, index) => {
    expect(answers[index]).toEqual(real[index]);
  });
});
