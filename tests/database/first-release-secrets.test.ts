import { platformOutputs } from "../../constructs/contracts";
import { commandsOf, PlayedRelease } from "./played-release";

/** A cloud that keeps logins in a secret manager, as JSON. */
interface Cloud {
  readonly environment: string;
  readonly outputs: Readonly<Partial<Record<keyof typeof platformOutputs, string>>>;
  readonly programs: Readonly<Record<string, string>>;
  /** Calls that only this cloud has, by what they do. */
  readonly calls: Readonly<Record<"kubeconfig" | "service" | "administrator" | "registry", string>>;
}

const common = {
  database_port: "5432",
  database_name: "demo",
  database_ca_certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
};

/** Prints the login of the user whose name ends the variable `secret`. */
const login = `user=\${secret##*-}; printf '{"username":"%s","password":"MARKER-%s"}' "$user" "$user"`;

const googleSecret = (user: string): string => `projects/1/secrets/addressbook-google-demo-${user}/versions/1`;
const awsSecret = (user: string): string => `arn:aws:secretsmanager:eu-central-1:1:secret:${user}`;
const awsAccess = (user: string): string =>
  `aws secretsmanager get-secret-value --secret-id ${awsSecret(`login-${user}`)} --region eu-central-1`;

const clouds: Readonly<Record<string, Cloud>> = {
  google: {
    environment: "google-demo",
    outputs: {
      ...common,
      kubeconfig_command: "gcloud container clusters get-credentials the-cluster --dns-endpoint",
      image_repository: "europe-west1-docker.pkg.dev/team/addressbook/shop",
      registry_login_command: "gcloud auth configure-docker europe-west1-docker.pkg.dev",
      database_host: "10.0.48.2",
      database_tls_verification: "ca",
      database_password_reference: `google-secret-manager:${googleSecret("demouser")}`,
      database_administrator_reference: `google-secret-manager:${googleSecret("dbadmin")}`,
    },
    programs: { gcloud: `[ "$1 $2 $3" != "secrets versions access" ] || { secret=\${4%/versions/1}; ${login}; }` },
    calls: {
      kubeconfig: "gcloud container clusters get-credentials the-cluster --dns-endpoint",
      service: `gcloud secrets versions access ${googleSecret("demouser")}`,
      administrator: `gcloud secrets versions access ${googleSecret("dbadmin")}`,
      registry: "gcloud auth configure-docker europe-west1-docker.pkg.dev --quiet",
    },
  },
  aws: {
    environment: "aws-demo",
    outputs: {
      ...common,
      kubeconfig_command: "aws eks update-kubeconfig --name the-cluster --region eu-central-1",
      image_repository: "1.dkr.ecr.eu-central-1.amazonaws.com/shop",
      registry_login_command: "aws ecr get-login-password --region eu-central-1",
      database_host: "demo.rds.amazonaws.com",
      database_tls_verification: "full",
      database_password_reference: `aws-secrets-manager:${awsSecret("login-demouser")}`,
      database_administrator_reference: `aws-secrets-manager:${awsSecret("login-dbadmin")}`,
    },
    programs: { aws: `[ "$1" != secretsmanager ] || { secret=$4; ${login}; }` },
    calls: {
      kubeconfig: "aws eks update-kubeconfig --name the-cluster --region eu-central-1",
      service: `${awsAccess("demouser")} --query SecretString --output text`,
      administrator: `${awsAccess("dbadmin")} --query SecretString --output text`,
      registry: "aws ecr get-login-password --region eu-central-1",
    },
  },
};

describe.each(Object.entries(clouds))("The first release on %s, by hand", (cloud, { environment, ...given }) => {
  const commands = commandsOf(`docs/${cloud}.md`);
  const { outputs } = given;
  const repository = outputs.image_repository!;

  let release: PlayedRelease;
  beforeEach(() => {
    const docker = `[ "$1 $2" != "image inspect" ] || printf '%s\\n' elsewhere@sha256:2 "${repository}@sha256:1"`;
    release = new PlayedRelease(commands, outputs, { ...given.programs, docker });
  });
  afterEach(() => {
    release.close();
  });

  test("does one thing after the other", () => {
    const { status, calls } = release.type();
    expect(status).toBe(0);
    const own = Object.values(given.calls);
    const shortened = calls.map((words) => {
      const call = words.join(" ");
      return own.includes(call) ? call : words.slice(0, 5).join(" ");
    });
    expect(shortened).toEqual([
      given.calls.kubeconfig,
      "npx cdk8s synth",
      `kubectl apply -f dist/${environment}/0000-addressbook.k8s.yaml`,
      given.calls.service,
      "kubectl create secret generic db-params",
      given.calls.administrator,
      "kubectl create secret generic db-administrator",
      given.calls.registry,
      "docker build --platform linux/amd64 --file",
      `docker push ${repository}:0.1.0`,
      'docker image inspect --format {{join .RepoDigests "\\n"}}',
      "npx cdk8s synth",
      `kubectl apply -f dist/${environment}/first-release`,
      "kubectl wait --for=condition=complete --timeout=6m -f",
      "kubectl logs --namespace addressbook --selector",
      `kubectl delete -f dist/${environment}/first-release`,
      "kubectl delete --namespace addressbook secret",
      `kubectl apply -f dist/${environment}/0001-addressbook-migrate.k8s.yaml`,
      "kubectl wait --for=condition=complete --timeout=6m -f",
      `kubectl apply -f dist/${environment}/0002-addressbook-canary.k8s.yaml`,
      "kubectl rollout status --namespace addressbook",
      `kubectl apply -f dist/${environment}/0003-addressbook-stable.k8s.yaml`,
      "kubectl rollout status --namespace addressbook",
      "kubectl get service addressbook-lb --namespace",
    ]);
  });

  test("puts passwords into the Secrets, and into no argument", () => {
    const { calls } = release.type();
    expect(release.read("stdin")).toBe("MARKER-demouserMARKER-dbadmin");
    expect(calls.flat().filter((word) => word.includes("MARKER"))).toEqual([]);
  });

  test("gives both their login, and the service the database and how it is verified", () => {
    const { calls } = release.type();
    const entries = (secret: string): string[] =>
      calls
        .filter((words) => words.slice(0, 5).join(" ") === `kubectl create secret generic ${secret}`)
        .flat()
        .filter((word) => word.startsWith("--from-"))
        .map((word) => word.replace(/\s+$/, ""));
    const password = "--from-file=DB_PASSWORD=/dev/stdin";
    expect(entries("db-params")).toEqual([
      password,
      "--from-literal=DB_USER=demouser",
      `--from-literal=DB_HOST=${outputs.database_host}`,
      "--from-literal=DB_PORT=5432",
      "--from-literal=DB_SCHEMA=demo",
      "--from-literal=DB_SSL=true",
      `--from-literal=DB_CA=${outputs.database_ca_certificate?.trim()}`,
      `--from-literal=DB_TLS_VERIFICATION=${outputs.database_tls_verification}`,
    ]);
    expect(entries("db-administrator")).toEqual([password, "--from-literal=DB_USER=dbadmin"]);
  });

  test("prepares the database and releases with the digest that was pushed", () => {
    release.type();
    expect(release.read("synthesized").split("\n")).toEqual([" ", `${environment} ${repository}@sha256:1`, ""]);
  });

  test("reads outputs that there are", () => {
    const named = [...commands.matchAll(/\$\(output ([a-z_]+)|(database_\w+_reference)/g)].map(
      ([, name, reference]) => name ?? reference ?? "",
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !(name in platformOutputs))).toEqual([]);
  });
});
