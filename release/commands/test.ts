import type { Service } from "../../environments/schema/service";
import { inStep, type Release } from "../release";
import { runFunctionalTests } from "../verify/functional/functional-tests";
import { excerpt } from "../verify/functional/json-part";
import { ask, type PodAccess, type PodAddress } from "../verify/pod-address";
import { verdictOf } from "../verify/verdict";
import type { Outcome } from "./outcome";

/** Where a service answers that runs without a cluster. */
export interface Place {
  readonly access: PodAccess;
  readonly address: PodAddress;
}

/** Time between two looks at a service that is not ready. */
const everyMillis = 500;

/**
 * Waits until a service is ready, and has it answer the functional tests that a canary has to answer.
 *
 * @throws the signal's reason when that is aborted, after the clean-up
 */
export async function test(
  service: Service,
  { access, address }: Place,
  tools: Pick<Release, "clock" | "deadline" | "signal" | "say">,
): Promise<Outcome> {
  const { clock, signal, say } = tools;
  const { probes, verification } = service;
  const verdict = await inStep(
    tools,
    "verify",
    async () => {
      const why = await whyNotReady(probes.readiness, { access, address }, tools);
      if (why !== undefined) return why;
      return verdictOf(await runFunctionalTests(access, () => [address], verification.functionalTests, clock, signal));
    },
    (found) => (typeof found === "string" ? found : found.verdict),
  );
  if (typeof verdict === "string") return { code: 70, summary: `${address.name} is not ready: ${verdict}`, next: [] };
  say({ type: "verdict", verdict });
  const passed = verdict.findings.filter((finding) => finding.verdict === "pass").length;
  return {
    code: verdict.verdict === "pass" ? 0 : 1,
    summary: `${address.name} has passed ${passed} of ${verification.functionalTests.length} functional tests`,
    next: [],
  };
}

/** @returns undefined as soon as it is ready; what was wrong when the time is over */
async function whyNotReady(
  path: string,
  { access, address }: Place,
  { clock, deadline, signal }: Pick<Release, "clock" | "deadline" | "signal">,
): Promise<string | undefined> {
  for (;;) {
    signal.throwIfAborted();
    const asked = await ask(access, address, { method: "GET", path });
    if ("answer" in asked && asked.answer.status >= 200 && asked.answer.status < 300) return undefined;
    if (clock.now() + everyMillis > deadline)
      return "answer" in asked
        ? `GET ${path} was answered with ${asked.answer.status}: ${excerpt(asked.answer.body)}`
        : `GET ${path} was not answered: ${asked.why}`;
    await clock.sleep(everyMillis, signal);
  }
}
