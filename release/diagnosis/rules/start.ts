import { kubectl, quoted } from "../commands";
import type { DiagnosisContext } from "../context";
import { exitMeaning } from "../exit-codes";
import type { Explanation } from "../finding";
import { foreignText } from "../foreign-text";
import type { ContainerFacts, PodFacts } from "../pod-facts";
import type { SettingPath } from "../settings";
import { platformOf } from "./image";

const waitsForStart = [
  "RunContainerError",
  "CreateContainerError",
  "StartError",
  "ContainerCannotRun",
  "PreCreateHookError",
];

/** Why a container that was made, or is being made, does not begin to run its program at all. */
export function explainStart(
  container: ContainerFacts,
  pod: PodFacts,
  context: DiagnosisContext,
): Explanation | undefined {
  const { waiting, exit, spec } = container;
  const isWaiting = waiting !== undefined && waitsForStart.includes(waiting.reason);
  const isStartError = exit !== undefined && (waitsForStart.includes(exit.reason) || [125, 128].includes(exit.code));
  const text = [isWaiting ? waiting.message : "", exit?.message ?? ""].find((part) => part !== "") ?? "";
  const image = foreignText(spec.image ?? "");
  const command = kubectl(context, "describe", "pod", pod.name);
  const program = programSetting(container, pod);

  // the shell, or the program loader, of the image may be the one who says so
  const ended = exit !== undefined && exit.code !== 0 && !container.isRunning;
  const spoken = `${text}\n${ended ? lastWords(pod.log) : ""}`;
  const evidence = [
    evidenceOf(container, isWaiting),
    ...(text === "" && ended ? [`log: ${foreignText(lastWords(pod.log))}`] : []),
  ].filter((line) => line !== "");
  if ((isWaiting || isStartError || ended) && /exec format error/i.test(spoken)) {
    const platform = platformOf(context);
    return {
      id: "image-architecture",
      cause: `the image ${image} is built for another processor than the nodes have (${platform})`,
      evidence,
      setting: {
        path: "IMAGE",
        advice: `build it with docker build --platform ${platform}, push it and give its new digest`,
      },
      command: `docker manifest inspect ${quoted(spec.image ?? "")}`,
      doomed: true,
    };
  }
  const isMissing = /executable file not found|no such file or directory|not found in \$PATH/.test(text);
  if ((isWaiting || isStartError) && (isMissing || /no command specified/i.test(text))) {
    const [, wanted] = /(?:exec: \\?"|executable file `)([^"`\\]+)/.exec(text) ?? [];
    return {
      id: "program-missing",
      cause: isMissing
        ? `there is no program ${wanted === undefined ? "of the name" : foreignText(wanted, 80)} in the image ${image}`
        : `the image ${image} does not say which program to start`,
      evidence,
      setting: program,
      command: `docker image inspect ${quoted(spec.image ?? "")}`,
      doomed: true,
    };
  }
  if ((isWaiting || isStartError) && /permission denied/i.test(text))
    return forbidden(image, evidence, program, command);
  if (ended && exit.code === 127)
    return {
      id: "program-missing",
      cause: `a program that the container starts is not in the image ${image}`,
      evidence,
      setting: program,
      command,
      doomed: true,
    };
  if (ended && exit.code === 126) return forbidden(image, evidence, program, command);
  if (isWaiting || (isStartError && !container.isRunning)) {
    return {
      id: "container-not-started",
      cause: "the node could not start the container; it tries again by itself",
      evidence,
      command,
      doomed: false,
    };
  }
  return undefined;
}

const forbidden = (
  image: string,
  evidence: readonly string[],
  setting: NonNullable<Explanation["setting"]>,
  command: string,
): Explanation => ({
  id: "program-not-executable",
  cause: `the program in the image ${image} may not be executed by the user that pods run as`,
  evidence,
  setting: { ...setting, advice: "name a program that everybody may execute (chmod a+rx in the Dockerfile)" },
  command,
  doomed: true,
});

/** Where it is said what a container starts. */
export function programSetting(
  { spec }: ContainerFacts,
  { isOfJob }: PodFacts,
): { readonly path: SettingPath; readonly advice: string } {
  const isGiven = (spec.command ?? []).length > 0;
  const path = isOfJob ? "service.migrationCommand" : isGiven ? "service.command" : "addressbook/Dockerfile";
  return { path, advice: "name a program that is in the image" };
}

/** The end of what a program wrote. */
const lastWords = (log: string | undefined): string => (log ?? "").trimEnd().split("\n").at(-1) ?? "";

function evidenceOf({ waiting, exit }: ContainerFacts, isWaiting: boolean): string {
  if (isWaiting && waiting !== undefined && waiting.message !== "")
    return `${waiting.reason}: ${foreignText(waiting.message)}`;
  if (exit === undefined) return waiting?.reason ?? "";
  const message = exit.message === "" ? "" : `: ${foreignText(exit.message)}`;
  return waitsForStart.includes(exit.reason) ? `${exit.reason}${message}` : `${exitMeaning(exit.code)}${message}`;
}
