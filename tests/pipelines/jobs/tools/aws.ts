import type { AwsEnvironment } from "../../../../environments/schema/aws";
import { releaseRoleName, resourceName } from "../../../../environments/schema/names";
import { saveKubeconfig, textOf, token } from "./kubeconfig";
import { type Call, must, tool, type Tool } from "./tool";

export interface AwsAccount {
  readonly environment: AwsEnvironment;
  readonly key: { readonly id: string; readonly secret: string };
  /** Of a job, whom the account trusts. */
  readonly identityToken: string;
  readonly registryPassword: string;
  readonly kubeconfig: string;
}

/** The command line of AWS, in one account. */
export function aws({ environment, key, identityToken, registryPassword, kubeconfig }: AwsAccount): Tool {
  const { region, accountId } = environment;
  const cluster = resourceName(environment);
  const authenticate = ({ variables }: Call): void => {
    const file = variables["AWS_WEB_IDENTITY_TOKEN_FILE"];
    if (file !== undefined) {
      must(textOf(file) === identityToken, "InvalidIdentityToken");
      const role = `arn:aws:iam::${accountId}:role/${releaseRoleName(environment)}`;
      must(variables["AWS_ROLE_ARN"] === role, "AccessDenied: not authorized to perform sts:AssumeRoleWithWebIdentity");
      return;
    }
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = variables;
    must(id !== undefined && secret !== undefined, "Unable to locate credentials");
    must(id === key.id && secret === key.secret, "UnrecognizedClientException: the security token is invalid");
  };
  const inRegion = (given: string | undefined): void => {
    must(given === region, `Could not connect to the endpoint URL of ${given ?? ""}`);
  };
  const commands = tool({
    "ecr get-login-password --region REGION": ({ REGION }, call) => {
      authenticate(call);
      inRegion(REGION);
      return { stdout: `${registryPassword}\n` };
    },
    "eks update-kubeconfig --name NAME --region REGION": ({ NAME, REGION }, call) => {
      authenticate(call);
      inRegion(REGION);
      must(NAME === cluster, `ResourceNotFoundException: No cluster found for name: ${NAME ?? ""}.`);
      const name = `arn:aws:eks:${region}:${accountId}:cluster/${cluster}`;
      const exec = ["aws", "eks", "get-token", "--region", region, "--cluster-name", cluster, "--output", "json"];
      saveKubeconfig(call, { kubeconfig, name, exec });
      return { stdout: `Added new context ${name} to ${call.variables["HOME"] ?? ""}/.kube/config\n` };
    },
    "eks get-token --region REGION --cluster-name NAME --output FORMAT": (_given, call) => {
      authenticate(call);
      return token(kubeconfig);
    },
  });
  return commands;
}
