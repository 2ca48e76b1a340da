import { systemClock } from "../../../release/clock";
import { type DemoCluster, images } from "./demo-cluster";
import type { ReleaseTool } from "./release-tool";

export interface StoryOptions {
  readonly cluster: DemoCluster;
  readonly tool: ReleaseTool;
  /** Name of the environment, for commands. */
  readonly environment: string;
  /** Real seconds after which the demo decides itself. @default - it waits for a person */
  readonly autoSeconds?: number | undefined;
  readonly signal: AbortSignal;
  /** Writes a line. */
  readonly say: (line: string) => void;
}

/** Exit code: somebody has been quicker. */
const busy = 75;

type Command = "promote" | "rollback";

/** Releases a good version, and a bad one. @throws the signal's reason when that is aborted */
export async function playStory(options: StoryOptions): Promise<void> {
  await playCanary(options, {
    image: images.good,
    title: "A good version",
    about: "It answers as stable does. It runs beside it, is tested, and gets a part of the requests for a minute.",
    best: "promote",
  });
  await playCanary(options, {
    image: images.bad,
    title: "A bad version",
    about: "Every tenth request fails, and in the end it needs more memory than it may have.",
    best: "rollback",
  });
}

interface Chapter {
  readonly image: string;
  readonly title: string;
  readonly about: string;
  /** What is right to do in the end. */
  readonly best: Command;
}

async function playCanary(options: StoryOptions, { image, title, about, best }: Chapter): Promise<void> {
  const { tool, say, signal, environment } = options;
  const command = (words: string): string => `npx release ${words} --environment ${environment}`;
  say(`\n=== ${title} ===\n${about}\n\n$ ${command(`canary --image ${image}`)}`);
  await tool.canary(image);
  signal.throwIfAborted();
  const button = { promote: "Promote", rollback: "Roll back" }[best];
  // what the tool has just advised holds a lock by the time of its own machine
  say(
    `\nGo or no-go? Look at the dashboard, and press "${button}" there. ` +
      "The commands above are not for another shell: its clock is slower than the demo's.",
  );
  const decision = await decisionOf(image, options, async () => {
    say(`\nNobody has decided, so the demo does:\n$ ${command(best)}`);
    const code = await tool[best]();
    if (code !== 0 && code !== busy) throw new Error(`release ${best} ended with ${code}`);
  });
  say(`\n${image} was ${decision}.`);
}

/** Waits until somebody has promoted it or taken it back. */
async function decisionOf(
  image: string,
  { cluster, autoSeconds = Infinity, signal }: StoryOptions,
  decide: () => Promise<void>,
): Promise<"promoted" | "rolled back"> {
  const until = Date.now() + autoSeconds * 1000;
  let isDecided = false;
  for (;;) {
    const decision = cluster.decision(image);
    if (decision !== undefined) {
      // whoever decided has the last word
      await systemClock.sleep(500, signal);
      return decision;
    }
    if (!isDecided && Date.now() >= until && !cluster.isLocked()) {
      isDecided = true;
      await decide();
    } else await systemClock.sleep(200, signal);
  }
}
