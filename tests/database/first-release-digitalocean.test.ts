import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { platformOutputs } from "../../constructs/contracts";
import { environment, minimal } from "../support/environments";
import { manifests } from "../support/manifests";
import { commandsOf, PlayedRelease } from "./played-release";

const commands = commandsOf("docs/digitalocean.md");

const outputs: Readonly<Record<keyof typeof platformOutputs, string>> = {
  cluster_name: "the-cluster",
  kubeconfig_command: "unused",
  image_repository: "registry.digitalocean.com/team/addressbook",
  registry_login_command: "unused",
  database_host: "private.example.com",
  database_port: "25060",
  database_pool_port: "25061",
  database_name: "demo",
  database_pool_name: "service-pool",
  database_user: "demouser",
  database_ca_certificate: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
  database_tls_verification: "full",
  database_password_reference: "digitalocean-database-user:0a1b-2c3d/demouser",
  database_administrator_reference: "digitalocean-database-user:0a1b-2c3d/doadmin",
};

const programs = {
  doctl: '[ "$1" != databases ] || cat "$PLAYED/passwords/$5"',
  docker: `[ "$1 $2" != "image inspect" ] || printf '%s\\n' elsewhere@sha256:2 "registry.digitalocean.com/team/addressbook@sha256:1"`,
};

let release: PlayedRelease;
beforeEach(() => {
  release = new PlayedRelease(commands, outputs, programs);
  mkdirSync(join(release.folder, "passwords"));
  for (const user of ["demouser", "doadmin"])
    writeFileSync(join(release.folder, "passwords", user), `MARKER-${user}\n`);
});
afterEach(() => {
  release.close();
});

describe("The first release on DigitalOcean, by hand", () => {
  test("does one thing after the other", () => {
    const { status, calls } = release.type();
    expect(status).toBe(0);
    expect(calls.map((words) => words.slice(0, 5).join(" ").slice(0, 62))).toEqual([
      "doctl kubernetes cluster kubeconfig save",
      "npx cdk8s synth",
      "kubectl apply -f dist/digitalocean-demo/0000-addressbook.k8s.y",
      "doctl databases user get 0a1b-2c3d",
      "kubectl create secret generic db-params",
      "doctl databases user get 0a1b-2c3d",
      "kubectl create secret generic db-administrator",
      "doctl registry login --expiry-seconds 3600",
      "docker build --platform linux/amd64 --file",
      "docker push registry.digitalocean.com/team/addressbook:0.1.0",
      'docker image inspect --format {{join .RepoDigests "\\n"}}',
      "npx cdk8s synth",
      "kubectl apply -f dist/digitalocean-demo/first-release",
      "kubectl wait --for=condition=complete --timeout=6m -f",
      "kubectl logs --namespace addressbook --selector",
      "kubectl delete -f dist/digitalocean-demo/first-release",
      "kubectl delete --namespace addressbook secret",
      "kubectl apply -f dist/digitalocean-demo/0001-addressbook-migra",
      "kubectl wait --for=condition=complete --timeout=6m -f",
      "kubectl apply -f dist/digitalocean-demo/0002-addressbook-canar",
      "kubectl rollout status --namespace addressbook",
      "kubectl apply -f dist/digitalocean-demo/0003-addressbook-stabl",
      "kubectl rollout status --namespace addressbook",
      "kubectl get service addressbook-lb --namespace",
    ]);
  });

  test("puts passwords into the Secrets, and nowhere else", () => {
    const { calls } = release.type();
    expect(release.read("stdin")).toBe("MARKER-demouserMARKER-doadmin");
    expect(calls.flat().filter((word) => word.includes("MARKER"))).toEqual([]);
    const marked = readdirSync(release.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name), "utf8").includes("MARKER"))
      .map(({ name }) => name);
    expect(marked.sort()).toEqual(["demouser", "doadmin", "stdin"]);
  });

  test("gives the service the pool, and the administrator the database", () => {
    const { calls } = release.type();
    const entries = (secret: string): object =>
      Object.fromEntries(
        calls
          .filter((words) => words.slice(0, 5).join(" ") === `kubectl create secret generic ${secret}`)
          .flat()
          .flatMap((word) => /^--from-(?:literal|file)=([A-Z_]+)=([^]*)$/.exec(word)?.slice(1, 3) ?? [])
          .flatMap((key, index, all) => (index % 2 === 0 ? [[key, all[index + 1]]] : [])) as [string, string][],
      );
    expect(entries("db-params")).toEqual({
      DB_HOST: "private.example.com",
      DB_PORT: "25061",
      DB_SCHEMA: "service-pool",
      DB_USER: "demouser",
      DB_PASSWORD: "/dev/stdin",
      DB_SSL: "true",
      DB_CA: outputs.database_ca_certificate.trim(),
      DB_TLS_VERIFICATION: "full",
    });
    expect(entries("db-administrator")).toEqual({
      DB_PORT: "25060",
      DB_SCHEMA: "demo",
      DB_USER: "doadmin",
      DB_PASSWORD: "/dev/stdin",
    });
  });

  test("makes no Secret without a password, which a token with too little power does not get", () => {
    writeFileSync(join(release.folder, "passwords/demouser"), "\n");
    const { calls } = release.type();
    const made = calls.filter((words) => words.slice(0, 3).join(" ") === "kubectl create secret");
    expect(made.map((words) => words[4])).toEqual(["db-administrator"]);
  });

  test("prepares the database and releases with the digest that was pushed", () => {
    release.type();
    expect(release.read("synthesized").split("\n")).toEqual([
      " ",
      "digitalocean-demo registry.digitalocean.com/team/addressbook@sha256:1",
      "",
    ]);
  });

  test("names what there is: outputs, manifests, files", () => {
    const named = [...commands.matchAll(/\$\(output ([a-z_]+)|(database_\w+_reference)/g)];
    const known = Object.keys(platformOutputs);
    expect(named.length).toBeGreaterThan(10);
    expect(named.map(([, name, reference]) => name ?? reference).filter((name) => !known.includes(name ?? ""))).toEqual(
      [],
    );
    const { calls } = release.type();
    const paths = calls.flat();
    const files = paths.filter((word) => word.startsWith("addressbook/"));
    expect(files.map((file) => [file, existsSync(file)])).toEqual([["addressbook/Dockerfile", true]]);
    const demo = manifests(environment("digitalocean-demo", minimal.digitalocean));
    const written = [...Object.keys(demo.files), "first-release"].map((name) => `dist/digitalocean-demo/${name}`);
    expect([...new Set(paths.filter((word) => word.startsWith("dist/")))].sort()).toEqual(written.sort());
  });
});
