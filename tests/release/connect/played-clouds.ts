import type { platformOutputs } from "../../../constructs/contracts";
import type { CloudEnvironment } from "../../../environments/schema/environment";
import { environment, minimal } from "../../support/environments";
import { certificate } from "./certificate";

/** Something that nobody may see: what is not in a Secret and holds it, tells it. */
export const marker = "MARKER";

export const servicePassword = `${marker}-service"$&\\`;
export const administratorPassword = `${marker}-administrator`;
export const registryToken = `${marker}-registry`;

/** A cloud with an environment that is deployed, and what its programs answer. */
export interface PlayedCloud {
  readonly environment: CloudEnvironment;
  readonly outputs: Readonly<Record<keyof typeof platformOutputs, string | number>>;
  /** Program that knows who is logged in, and what it does. */
  readonly program: string;
  readonly script: string;
  /** The commands that read the logins. */
  readonly commands: Readonly<Record<"service" | "administrator", string>>;
}

const common = {
  database_port: 5432,
  database_name: "demo",
  database_pool_port: 5432,
  database_pool_name: "demo",
  database_user: "demouser",
  database_ca_certificate: certificate,
  registry_login_command: "true",
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const answers = (answer: unknown): string => `printf '%s\\n' ${quoted(JSON.stringify(answer))}`;
const secretOf = (username: string, password: string): string => answers({ username, password });
const userOf = (name: string, password: string): string => answers([{ name, role: "normal", password }]);

/** What writes the login of a cluster to where KUBECONFIG says. */
const kubeconfigOf = (cluster: string): string =>
  `printf '%s' ${quoted(
    JSON.stringify({ "current-context": "any", contexts: [{ name: "any", context: { cluster, user: "any" } }] }),
  )} > "$KUBECONFIG"`;

const awsSecret = (user: string): string =>
  `arn:aws:secretsmanager:eu-central-1:123456789012:secret:addressbook-minimal-aws/${user}-AbCdEf`;
const googleSecret = (user: string): string => `projects/1/secrets/addressbook-minimal-google-${user}/versions/3`;
const cluster = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

export const clouds: Readonly<Record<CloudEnvironment["cloud"], PlayedCloud>> = {
  aws: {
    environment: environment("minimal-aws", minimal.aws),
    outputs: {
      ...common,
      cluster_name: "addressbook-minimal-aws",
      kubeconfig_command: "aws eks update-kubeconfig --name addressbook-minimal-aws --region eu-central-1",
      image_repository: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-minimal-aws/addressbook",
      database_host: "addressbook.abc.eu-central-1.rds.amazonaws.com",
      database_tls_verification: "full",
      database_password_reference: `aws-secrets-manager:${awsSecret("demouser")}`,
      database_administrator_reference: `aws-secrets-manager:${awsSecret("dbadmin")}`,
    },
    program: "aws",
    script: `case "$1 $4" in
eks*) ${kubeconfigOf("arn:aws:eks:eu-central-1:123456789012:cluster/addressbook-minimal-aws")};;
*demouser*) ${secretOf("demouser", servicePassword)};;
*dbadmin*) ${secretOf("dbadmin", administratorPassword)};;
esac`,
    commands: {
      service: `aws secretsmanager get-secret-value --secret-id ${awsSecret("demouser")} --region eu-central-1 --query SecretString --output text`,
      administrator: `aws secretsmanager get-secret-value --secret-id ${awsSecret("dbadmin")} --region eu-central-1 --query SecretString --output text`,
    },
  },
  google: {
    environment: environment("minimal-google", minimal.google),
    outputs: {
      ...common,
      cluster_name: "addressbook-minimal-google",
      kubeconfig_command:
        "gcloud container clusters get-credentials addressbook-minimal-google --location europe-west1-b --project team-project --dns-endpoint",
      image_repository: "europe-west1-docker.pkg.dev/team-project/addressbook-minimal-google/addressbook",
      database_host: "10.0.48.2",
      database_tls_verification: "ca",
      database_password_reference: `google-secret-manager:${googleSecret("demouser")}`,
      database_administrator_reference: `google-secret-manager:${googleSecret("dbadmin")}`,
    },
    program: "gcloud",
    script: `case "$1 $4" in
container*) ${kubeconfigOf("gke_team-project_europe-west1-b_addressbook-minimal-google")};;
*demouser*) ${secretOf("demouser", servicePassword)};;
*dbadmin*) ${secretOf("dbadmin", administratorPassword)};;
esac`,
    commands: {
      service: `gcloud secrets versions access ${googleSecret("demouser")}`,
      administrator: `gcloud secrets versions access ${googleSecret("dbadmin")}`,
    },
  },
  digitalocean: {
    environment: environment("minimal-digitalocean", minimal.digitalocean),
    outputs: {
      ...common,
      database_port: 25060,
      database_pool_port: 25061,
      database_pool_name: "service-pool",
      cluster_name: "addressbook-minimal-digitalocean",
      kubeconfig_command: "doctl kubernetes cluster kubeconfig save addressbook-minimal-digitalocean",
      image_repository: "registry.digitalocean.com/team-registry/addressbook",
      database_host: "private-addressbook.db.ondigitalocean.com",
      database_tls_verification: "full",
      database_password_reference: `digitalocean-database-user:${cluster}/demouser`,
      database_administrator_reference: `digitalocean-database-user:${cluster}/doadmin`,
    },
    program: "doctl",
    script: `case "$1 $5" in
kubernetes*) ${kubeconfigOf("do-fra1-addressbook-minimal-digitalocean")};;
*demouser*) ${userOf("demouser", servicePassword)};;
*doadmin*) ${userOf("doadmin", administratorPassword)};;
registry*) ${answers({ auths: { "registry.digitalocean.com": { auth: Buffer.from(`${registryToken}:${registryToken}`).toString("base64") } } })};;
esac`,
    commands: {
      service: `doctl databases user get ${cluster} demouser --output json`,
      administrator: `doctl databases user get ${cluster} doadmin --output json`,
    },
  },
};

/** What `terraform output -json` writes. */
export const asTerraform = (outputs: object): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [
        name,
        { sensitive: false, type: typeof value, value: value as unknown },
      ]),
    ),
  );

/** What `cdktf output --outputs-file` writes. */
export const asCdktf = (name: string, outputs: object): string =>
  JSON.stringify({ [name]: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, String(value)])) });
