import { resourceName } from "../../../../environments/schema/names";
import type { DigitaloceanEnvironment } from "../../../../environments/schema/digitalocean";
import type { Logins } from "./docker";
import { saveKubeconfig, token } from "./kubeconfig";
import { type Call, must, tool, type Tool } from "./tool";

export interface DigitaloceanTeam {
  readonly environment: DigitaloceanEnvironment;
  readonly accessToken: string;
  readonly kubeconfig: string;
  readonly logins: Logins;
}

/** doctl, with the login that the variable gives it. */
export function doctl({ environment, accessToken, kubeconfig, logins }: DigitaloceanTeam): Tool {
  const cluster = resourceName(environment);
  const authenticate = ({ variables }: Call): void => {
    const given = variables["DIGITALOCEAN_ACCESS_TOKEN"] ?? "";
    must(given !== "", "access token is required. (hint: run 'doctl auth init')");
    must(given === accessToken, "GET https://api.digitalocean.com/v2/account: 401 Unable to authenticate you");
  };
  return tool({
    "registry login [--expiry-seconds SECONDS]": (_given, call) => {
      authenticate(call);
      logins.add("registry.digitalocean.com");
      return { stdout: "Logging Docker in to registry.digitalocean.com\n" };
    },
    "kubernetes cluster kubeconfig save NAME [--expiry-seconds SECONDS]": ({ NAME }, call) => {
      authenticate(call);
      must(NAME === cluster, `no cluster goes by the name "${NAME ?? ""}"`);
      const name = `do-${environment.region}-${cluster}`;
      const exec = ["doctl", "kubernetes", "cluster", "kubeconfig", "exec-credential"];
      saveKubeconfig(call, { kubeconfig, name, exec: [...exec, "--version=v1beta1", "--context=default", cluster] });
      return { stderr: `Notice: Setting current-context to ${name}\n` };
    },
    "kubernetes cluster kubeconfig exec-credential --version VERSION --context CONTEXT NAME": (_given, call) => {
      authenticate(call);
      return token(kubeconfig);
    },
  });
}
