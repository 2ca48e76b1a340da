import { platformOutputs } from "../../constructs/contracts";
import { commandsOf, PlayedRelease } from "./played-release";

const commands = commandsOf("docs/google.md");

const repository = "europe-west1-docker.pkg.dev/team/addressbook/shop";
const secretOf = (user: string): string => `projects/1/secrets/addressbook-google-demo-${user}/versions/1`;
const outputs: Readonly<Partial<Record<keyof typeof platformOutputs, string>>> = {
  kubeconfig_command: "gcloud container clusters get-credentials the-cluster --dns-endpoint",
  image_repository: repository,
  registry_login_command: "gcloud auth configure-docker europe-west1-docker.pkg.dev",
  database_host: "10.0.48.2",
  database_port: "5432",
  database_name: "demo",
  database_ca_certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  database_password_reference: `google-secret-manager:${secretOf("demouser")}`,
  database_administrator_reference: `google-secret-manager:${secretOf("dbadmin")}`,
};

const programs = {
  gcloud: `[ "$1 $2 $3" != "secrets versions access" ] || { user=\${4%/versions/1}; user=\${user##*-}; printf '{"username":"%s","password":"MARKER-%s"}' "$user" "$user"; }`,
  docker: `[ "$1 $2" != "image inspect" ] || printf '%s\\n' elsewhere@sha256:2 "${repository}@sha256:1"`,
};

let release: PlayedRelease;
beforeEach(() => {
  release = new PlayedRelease(commands, outputs, programs);
});
afterEach(() => {
  release.close();
});

describe("The first release on Google Cloud, by hand", () => {
  test("does one thing after the other", () => {
    const { status, calls } = release.type();
    expect(status).toBe(0);
    expect(calls.map((words) => words.slice(0, 5).join(" "))).toEqual([
      "gcloud container clusters get-credentials the-cluster",
      "npx cdk8s synth",
      "kubectl apply -f dist/google-demo/0000-addressbook.k8s.yaml",
      `gcloud secrets versions access ${secretOf("demouser")}`,
      "kubectl create secret generic db-params",
      `gcloud secrets versions access ${secretOf("dbadmin")}`,
      "kubectl create secret generic db-administrator",
      "kubectl create configmap database-bootstrap --namespace",
      "kubectl apply -f -",
      "kubectl wait --namespace addressbook --for=condition=complete",
      "kubectl logs --namespace addressbook job/database-bootstrap",
      "kubectl delete --namespace addressbook job/database-bootstrap",
      "gcloud auth configure-docker europe-west1-docker.pkg.dev --quiet",
      "docker build --platform linux/amd64 --tag",
      `docker push ${repository}:0.1.0`,
      'docker image inspect --format {{join .RepoDigests "\\n"}}',
      "npx cdk8s synth",
      "kubectl apply -f dist/google-demo/0001-addressbook-migrate.k8s.yaml",
      "kubectl wait --for=condition=complete --timeout=6m -f",
      "kubectl apply -f dist/google-demo/0002-addressbook-canary.k8s.yaml",
      "kubectl rollout status --namespace addressbook",
      "kubectl apply -f dist/google-demo/0003-addressbook-stable.k8s.yaml",
      "kubectl rollout status --namespace addressbook",
      "kubectl get service addressbook-lb --namespace",
    ]);
  });

  test("puts passwords into the Secrets, and into no argument", () => {
    const { calls } = release.type();
    expect(release.read("stdin")).toMatch(/^MARKER-demouserMARKER-dbadmin#/);
    expect(calls.flat().filter((word) => word.includes("MARKER"))).toEqual([]);
  });

  test("gives both the login that the secret holds, and the database", () => {
    const { calls } = release.type();
    const entries = (secret: string): string[] =>
      calls
        .filter((words) => words.slice(0, 5).join(" ") === `kubectl create secret generic ${secret}`)
        .flat()
        .filter((word) => word.startsWith("--from-"))
        .map((word) => word.replace(/\s+$/, ""));
    const common = [
      "--from-literal=DB_HOST=10.0.48.2",
      "--from-literal=DB_PORT=5432",
      "--from-literal=DB_SCHEMA=demo",
      `--from-literal=DB_CA=${outputs.database_ca_certificate?.trim() ?? ""}`,
    ];
    const password = "--from-file=DB_PASSWORD=/dev/stdin";
    expect(entries("db-params")).toEqual([
      password,
      "--from-literal=DB_USER=demouser",
      ...common,
      "--from-literal=DB_SSL=true",
    ]);
    expect(entries("db-administrator")).toEqual([password, "--from-literal=DB_USER=dbadmin", ...common]);
  });

  test("verifies the certificate of the database, but not a name that it does not carry", () => {
    release.type();
    expect(release.read("stdin")).toContain("value: verify-ca");
    expect(release.read("stdin")).not.toContain("value: verify-full");
  });

  test("releases the digest that was pushed", () => {
    release.type();
    expect(release.read("synthesized").split("\n")).toEqual([" ", `google-demo ${repository}@sha256:1`, ""]);
  });

  test("reads outputs that there are", () => {
    const named = [...commands.matchAll(/output ([a-z_]+)|(database_\w+_reference)/g)].map(
      ([, name, reference]) => name ?? reference ?? "",
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !(name in platformOutputs))).toEqual([]);
  });
});
