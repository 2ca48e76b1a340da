import { referred } from "../references";
import { after, type Policy, when, without } from "../policy";
import { list, put, type Resource, setting, type Stack, text } from "../stack";

const versions = ["google_secret_manager_secret_version"];
const accessor = "roles/secretmanager.secretAccessor";

/** Who logs in with a secret: `{"username":"…","password":"…"}`. */
function whoseLogin(secret: Resource | undefined, stack: Stack): string | undefined {
  const version = stack
    .all(...versions)
    .find(
      (candidate) => referred(stack, setting(candidate, "secret"), "google_secret_manager_secret", "id") === secret,
    );
  return /"username":"([^"]+)"/.exec(version === undefined ? "" : text(version, "secret_data_wo"))?.[1];
}

const isWriteOnly = (value: string): boolean => value.includes("${ephemeral.");

const aKey = "projects/team/locations/europe-west1/keyRings/team/cryptoKeys/secrets";

/** Passwords, and Secrets of Kubernetes. */
export const secrets: readonly Policy[] = [
  {
    id: "OWN_GOOGLE_CLUSTER_SECRETS",
    must: "encrypt Secrets with a key of one's own (CIS 5.3.1)",
    types: ["google_container_cluster"],
    holds: (cluster) =>
      text(cluster, "database_encryption.state") === "ENCRYPTED" &&
      text(cluster, "database_encryption.key_name") !== "",
    broken: [],
    met: when("database_encryption", { state: "ENCRYPTED", key_name: aKey }),
  },
  {
    id: "OWN_GOOGLE_SECRET_WRITE_ONLY",
    must: "be written without being kept in plan or state",
    types: versions,
    holds: (version) => isWriteOnly(text(version, "secret_data_wo")) && setting(version, "secret_data") === undefined,
    broken: [
      without("secret_data_wo"),
      when("secret_data_wo", '{"username":"demouser","password":"${random_password.user.result}"}'),
      when("secret_data", "${random_password.user.result}"),
    ],
  },
  {
    id: "OWN_GOOGLE_PASSWORD_WRITE_ONLY",
    must: "get a password that is kept in neither plan nor state",
    types: ["google_sql_user"],
    holds: (user) => isWriteOnly(text(user, "password_wo")) && setting(user, "password") === undefined,
    broken: [
      without("password_wo"),
      when("password_wo", "${random_password.user.result}"),
      when("password", "${random_password.user.result}"),
    ],
  },
  {
    id: "OWN_GOOGLE_PASSWORD_KNOWN",
    must: "be written anew whenever the password in the database is",
    types: versions,
    holds: (version, stack) => {
      const [, password = ""] = /"password":"(\$\{[^}]+\})"/.exec(text(version, "secret_data_wo")) ?? [];
      return stack
        .all("google_sql_user")
        .some(
          (user) =>
            text(user, "password_wo") === password &&
            text(version, "secret_data_wo").includes(`"username":"${text(user, "name")}"`) &&
            text(user, "password_wo_version") !== "" &&
            text(user, "password_wo_version") === text(version, "secret_data_wo_version"),
        );
    },
    broken: [
      without("secret_data_wo_version"),
      when("secret_data_wo_version", 99),
      after("the password is another one", (_, stack) => {
        for (const user of stack.all("google_sql_user"))
          put(user, "password_wo", "${ephemeral.random_password.other.result}");
      }),
      after("the user is another one", (_, stack) => {
        for (const user of stack.all("google_sql_user")) put(user, "name", "somebody");
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_SECRET_PLACE",
    must: "be kept in the region of everything else",
    types: ["google_secret_manager_secret"],
    holds: (secret, stack) => {
      const replicas = list(secret, "replication.user_managed.replicas") as { location: string }[];
      const regions = stack.all("provider.google").map((provider) => text(provider, "region"));
      return replicas.length > 0 && replicas.every(({ location }) => regions.includes(location));
    },
    broken: [
      when("replication", { auto: {} }),
      when("replication.user_managed.replicas", [{ location: "us-central1" }]),
    ],
  },
  {
    id: "OWN_GOOGLE_SECRET_READERS",
    must: "let releases read the login of the service, and nobody read the administrator's",
    types: ["google_secret_manager_secret_iam_member"],
    holds: (grant, stack) => {
      const secret = referred(stack, setting(grant, "secret_id"), "google_secret_manager_secret", "id");
      const account = referred(stack, setting(grant, "member"), "google_service_account", "member");
      const login = whoseLogin(secret, stack);
      return (
        text(grant, "role") === accessor &&
        login !== undefined &&
        login !== "dbadmin" &&
        account !== undefined &&
        stack.referrers(account, "google_service_account_iam_member").length > 0
      );
    },
    broken: [
      when("role", "roles/secretmanager.admin"),
      after("it is about the administrator's", (grant, stack) => {
        const others = stack
          .all("google_secret_manager_secret")
          .filter((secret) => whoseLogin(secret, stack) === "dbadmin");
        put(grant, "secret_id", `\${${others[0]!.address}.id}`);
      }),
      after("nodes may read it", (grant, stack) => {
        const [pool] = stack.all("google_container_node_pool");
        const [account] = stack.targets(setting(pool!, "node_config.service_account"));
        put(grant, "member", `\${${account!.address}.member}`);
      }),
    ],
  },
];
