import { delimiter, dirname } from "node:path";

import { findPythonProgram, type Found, pinnedVersionOf, type PythonProgram } from "./python-program";
import { type Outcome, run } from "./run";

const checkov: PythonProgram = { name: "checkov", title: "Checkov", requirements: "tests/scan/requirements.txt" };

/** The version that the policies were compared with. */
export const pinnedVersion = pinnedVersionOf(checkov);

export const findCheckov = (folder?: string, env?: NodeJS.ProcessEnv): Found => findPythonProgram(checkov, folder, env);

/** Looks at what is in a folder without network, and without settings but those that are given. */
export function scan(
  command: string,
  folder: string,
  frameworks: readonly ("terraform_json" | "terraform" | "kubernetes" | "github_actions")[],
  ...args: readonly string[]
): Outcome {
  return run(command, ["--directory", folder, "--framework", ...frameworks, "--skip-download", ...args], {
    // no file with settings in the folder that it starts in, nor at home
    cwd: folder,
    env: {
      PATH: [process.env["PATH"], dirname(process.execPath)].join(delimiter),
      HOME: folder,
      USERPROFILE: folder,
      HTTPS_PROXY: "http://127.0.0.1:9",
      HTTP_PROXY: "http://127.0.0.1:9",
    },
  });
}
