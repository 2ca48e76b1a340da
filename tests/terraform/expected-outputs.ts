import type { PlatformOutputs } from "../../constructs/contracts";
import type { CloudEnvironment } from "../../environments/schema/environment";
import { imageRepository, resourceName } from "../../environments/schema/names";

type Outputs = Record<keyof PlatformOutputs, unknown>;

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const certificate = matching(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n?$/);

/** What Terraform says about an environment once it is applied, in the form that the cloud gives it. */
export function expectedOutputs(environment: CloudEnvironment): Outputs {
  const name = resourceName(environment);
  const common = {
    cluster_name: name,
    image_repository: imageRepository(environment),
    database_name: environment.database.name,
    database_pool_port: 5432,
    database_pool_name: environment.database.name,
    database_user: environment.database.user,
    database_ca_certificate: certificate,
  };
  switch (environment.cloud) {
    case "aws": {
      const { region, accountId } = environment;
      const secret = `aws-secrets-manager:arn:aws:secretsmanager:${region}:${accountId}:secret`;
      return {
        ...common,
        kubeconfig_command: `aws eks update-kubeconfig --name ${name} --region ${region}`,
        registry_login_command: matching(/^aws ecr get-login-password --region \S+ \| docker login .* \S+$/),
        database_host: matching(new RegExp(`^${name}\\.[0-9a-z]{12}\\.${region}\\.rds\\.amazonaws\\.com$`)),
        database_port: 5432,
        database_tls_verification: "full",
        database_password_reference: matching(new RegExp(`^${secret}:${name}/${environment.database.user}-\\w{6}$`)),
        database_administrator_reference: matching(new RegExp(`^${secret}:rds!db-[0-9a-f-]+$`)),
      };
    }
    case "google": {
      const { projectId } = environment;
      const secret = `google-secret-manager:projects/\\d+/secrets/${name}`;
      return {
        ...common,
        kubeconfig_command: matching(
          new RegExp(
            `^gcloud container clusters get-credentials ${name} --location \\S+ --project ${projectId} --dns-endpoint$`,
          ),
        ),
        registry_login_command: `gcloud auth configure-docker ${environment.region}-docker.pkg.dev`,
        database_host: matching(/^10\.\d+\.\d+\.\d+$/),
        database_port: 5432,
        database_tls_verification: "ca",
        database_password_reference: matching(new RegExp(`^${secret}-${environment.database.user}/versions/1$`)),
        database_administrator_reference: matching(new RegExp(`^${secret}-\\w+/versions/1$`)),
      };
    }
    case "digitalocean": {
      const user = "digitalocean-database-user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
      return {
        ...common,
        kubeconfig_command: `doctl kubernetes cluster kubeconfig save ${name}`,
        registry_login_command: "doctl registry login --expiry-seconds 3600",
        database_host: matching(new RegExp(`^private-${name}-do-user-\\d+-0\\.db\\.ondigitalocean\\.com$`)),
        database_port: 25060,
        database_pool_port: 25061,
        database_pool_name: "service-pool",
        database_tls_verification: "full",
        database_password_reference: matching(new RegExp(`^${user}/${environment.database.user}$`)),
        database_administrator_reference: matching(new RegExp(`^${user}/doadmin$`)),
      };
    }
  }
}
