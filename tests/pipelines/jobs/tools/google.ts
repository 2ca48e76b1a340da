import { resourceName } from "../../../../environments/schema/names";
import type { GoogleEnvironment } from "../../../../environments/schema/google";
import type { Logins } from "./docker";
import { saveKubeconfig, textOf, token } from "./kubeconfig";
import { type Call, must, tool, type Tool } from "./tool";

export interface GoogleProject {
  readonly environment: GoogleEnvironment;
  /** A key of a service account, or the credentials of a job that the project trusts: the text of the file. */
  readonly credentials: string;
  readonly kubeconfig: string;
  /** Of docker: gcloud is its helper. */
  readonly logins: Logins;
  /** Whether jobs have a terminal, at which it would wait for an answer. */
  readonly hasTerminal: boolean;
}

/** gcloud and its helper for clusters, on one machine. */
export function google(project: GoogleProject): Record<string, Tool> {
  const { environment, credentials, kubeconfig, logins, hasTerminal } = project;
  const cluster = resourceName(environment);
  const { region, projectId } = environment;
  let isActive = false;
  // google-github-actions/auth tells gcloud by this variable whom it works as
  const authenticate = ({ variables }: Call): void => {
    const isTold = textOf(variables["CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"]) === credentials;
    must(isActive || isTold, "You do not currently have an active account selected.");
  };
  return {
    gcloud: tool({
      "auth activate-service-account --key-file FILE": ({ FILE }, call) => {
        must(call.variables["GOOGLE_APPLICATION_CREDENTIALS"] === FILE, "other programs would work as somebody else");
        must(textOf(FILE) !== undefined, `Unable to read file [${FILE ?? ""}]: No such file or directory`);
        must(textOf(FILE) === credentials, "invalid_grant: Invalid JWT Signature.");
        isActive = true;
        return { stderr: "Activated service account credentials\n" };
      },
      "auth configure-docker HOST": ({ HOST = "" }, call) => {
        const { CLOUDSDK_CORE_DISABLE_PROMPTS } = call.variables;
        must(!hasTerminal || CLOUDSDK_CORE_DISABLE_PROMPTS === "1", "Do you want to continue (Y/n)?");
        if (isActive || textOf(call.variables["CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"]) === credentials)
          logins.add(HOST);
        return { stderr: "Docker configuration file updated.\n" };
      },
      "container clusters get-credentials NAME --location LOCATION --project PROJECT --dns-endpoint": (given, call) => {
        authenticate(call);
        const { NAME, LOCATION = "", PROJECT } = given;
        must(PROJECT === projectId, `ResponseError: code=403, permission denied on project ${PROJECT ?? ""}`);
        // a cluster of one zone is called by it
        must(NAME === cluster && LOCATION.startsWith(region), `ResponseError: code=404, Not found: ${NAME ?? ""}.`);
        const name = ["gke", projectId, LOCATION, cluster].join("_");
        saveKubeconfig(call, { kubeconfig, name, exec: ["gke-gcloud-auth-plugin"] });
        return { stderr: `kubeconfig entry generated for ${cluster}.\n` };
      },
    }),
    "gke-gcloud-auth-plugin": tool({
      "": (_given, call) => {
        authenticate(call);
        return token(kubeconfig);
      },
    }),
  };
}
