import { DockerfileParser } from "dockerfile-ast";

/** One exact version; a digest may be added. */
const exactImage = /^[\w./-]+:\d+\.\d+\.\d+-[a-z]+-slim(@sha256:[0-9a-f]{64})?$/;

const secretName = /passw|secret|token|credential|_key\b|apikey/i;

/** What is wrong with a Dockerfile, by rules of hadolint (DL), Checkov (CKV) and the CIS benchmark. */
export function findings(text: string): string[] {
  const file = DockerfileParser.parse(text);
  const lines = text.split("\n");
  const instructions = file.getInstructions().map((instruction) => {
    const { start, end } = instruction.getRange();
    return {
      keyword: instruction.getKeyword(),
      args: instruction.getArgumentsContent() ?? "",
      // with its flags
      whole: lines.slice(start.line, end.line + 1).join("\n"),
    };
  });
  const all = (...keywords: string[]) => instructions.filter(({ keyword }) => keywords.includes(keyword));
  const image = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === "FROM"));
  const ofImage = (...keywords: string[]) => image.filter(({ keyword }) => keywords.includes(keyword));

  const defaults = new Map(file.getInitialARGs().map((arg) => [`\${${arg.getProperty()?.getName() ?? ""}}`, arg]));
  const stages = file.getFROMs().map((stage) => stage.getBuildStage());
  const bases = file
    .getFROMs()
    .map((stage) => stage.getImage() ?? "")
    .filter((base) => !stages.includes(base))
    .map((base) => defaults.get(base)?.getProperty()?.getValue() ?? base);
  const installs = all("RUN").filter(({ args }) => /\bnpm (ci|i|install|add)\b/.test(args));
  const variables = [
    ...file.getENVs().flatMap((env) => env.getProperties()),
    ...file.getARGs().flatMap((arg) => arg.getProperty() ?? []),
  ];
  const user = /^(\d+):(\d+)$/.exec(ofImage("USER").at(-1)?.args ?? "");

  const problems: Record<string, boolean> = {
    "a base is not one exact version (DL3007, CKV_DOCKER_7)": !bases.every((base) => exactImage.test(base)),
    "what builds the image is in it": stages.length < 2 || ofImage("RUN").length > 0,
    "packages are not those of the lock file (DL3016)": !installs.every(({ args }) => args.includes("npm ci ")),
    "scripts of packages are run": !installs.every(({ args }) => args.includes("--ignore-scripts")),
    "packages for development are in the image": !installs.some(({ args }) => args.includes("--omit=dev")),
    "something is added that COPY could not (DL3020, CKV_DOCKER_4)": all("ADD").length > 0,
    "a secret would be in the history (CIS 4.10)": variables.some((variable) => secretName.test(variable.getName())),
    "a folder is not absolute (DL3000, CKV_DOCKER_10)": !all("WORKDIR").every(({ args }) => args.startsWith("/")),
    "the service could change itself": all("COPY").some(({ whole }) => /--ch(own|mod)/.test(whole)),
    "the user is not a number from 10000 on (DL3002, CKV_DOCKER_3, CIS 4.1)":
      user?.slice(1).every((id) => Number(id) >= 10_000) !== true,
    "a shell would get the signals (DL3025)":
      ofImage("CMD").length !== 1 || !ofImage("CMD", "ENTRYPOINT").every(({ args }) => args.startsWith("[")),
    "its health is not checked, or by a shell (CKV_DOCKER_2)": !ofImage("HEALTHCHECK").some(({ args }) =>
      args.startsWith("CMD ["),
    ),
  };
  return Object.keys(problems).filter((problem) => problems[problem]);
}

/** What is copied out of the context, and not out of another stage. */
export const copiedFromContext = (text: string): string[] =>
  DockerfileParser.parse(text)
    .getCOPYs()
    .filter((copy) => copy.getFromFlag() === null)
    .flatMap((copy) =>
      copy
        .getArguments()
        .slice(0, -1)
        .map((argument) => argument.getValue()),
    );
