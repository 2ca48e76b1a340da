import { isOutput, mentions } from "../outputs";
import { referred } from "../references";
import { after, type Policy, when } from "../policy";
import { put, type Resource, type Stack, text } from "../stack";

/** What an attribute gives away: a password, a key, or an address that the internet knows. */
const secret = /\$\{[^}]*(ephemeral\.|\.(password|secret_data|private_key|client_key|auth_token)\b)/;
const publicAddress = /\.(public_ip_address|first_ip_address|ip_address\[\d+\]\.ip_address|dns_name)\b/;

const withAttribute = (type: string, attribute: string) =>
  after(`it gives out \`${attribute}\``, (output, stack) => {
    const [resource] = stack.all(type);
    put(output, "value", `at \${${resource!.address}.${attribute}}`);
  });

/** Whether an output is the certificate of the authority that signed for the database of the stack. */
function isAuthority(output: Resource, stack: Stack): boolean {
  const [, instance] = /^\$\{nonsensitive\(([\w.-]+)\.server_ca_cert\[0\]\.cert\)\}$/.exec(text(output, "value")) ?? [];
  return instance !== undefined && stack.find(instance)?.type === "google_sql_database_instance";
}

/** What a stack tells: everybody who may read outputs, and the pods of the service, learn it. */
export const outputs: readonly Policy[] = [
  {
    id: "OWN_GOOGLE_OUTPUT_SECRET",
    must: "not be a password or a key, nor hold one",
    types: ["output"],
    holds: (output) => !mentions(output, secret),
    broken: [
      withAttribute("google_sql_user", "password"),
      withAttribute("google_secret_manager_secret_version", "secret_data"),
      withAttribute("google_container_cluster", "master_auth[0].client_key"),
      when("value", "${ephemeral.random_password.database_user.result}"),
    ],
  },
  {
    id: "OWN_GOOGLE_OUTPUT_PRIVATE",
    must: "not be an address that the internet knows the database by",
    types: ["output"],
    holds: (output) => !mentions(output, publicAddress),
    broken: ["public_ip_address", "first_ip_address", "ip_address[0].ip_address", "dns_name"].map((attribute) =>
      withAttribute("google_sql_database_instance", attribute),
    ),
  },
  {
    id: "OWN_GOOGLE_OUTPUT_HOST",
    must: "be the address of the endpoint",
    types: ["output"],
    concerns: isOutput("database_host"),
    holds: (output, stack) => {
      const address = referred(stack, text(output, "value"), "google_compute_address", "address");
      return address !== undefined && stack.referrers(address, "google_compute_forwarding_rule").length > 0;
    },
    broken: [
      withAttribute("google_sql_database_instance", "private_ip_address"),
      when("value", "10.0.48.2"),
      after("the endpoint has another address", (_, stack) => {
        for (const rule of stack.all("google_compute_forwarding_rule")) put(rule, "ip_address", "10.0.48.2");
      }),
    ],
  },
  {
    id: "OWN_GOOGLE_OUTPUT_AUTHORITY",
    must: "be the authority of the database, as Google tells it",
    types: ["output"],
    concerns: isOutput("database_ca_certificate"),
    holds: isAuthority,
    broken: [when("value", "-----BEGIN CERTIFICATE-----"), withAttribute("google_sql_user", "name")],
  },
  {
    id: "OWN_GOOGLE_OUTPUT_TLS",
    must: "have clients verify the certificate",
    types: ["output"],
    concerns: isOutput("database_tls_verification"),
    holds: (output) => ["ca", "full"].includes(text(output, "value")),
    broken: [when("value", "none"), when("value", "require")],
  },
];
