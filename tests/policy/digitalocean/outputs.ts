import { isOutput, mentions } from "../outputs";
import { after, type Policy, when } from "../policy";
import { put, type Resource, type Stack, text } from "../stack";
import { referred } from "../references";

/** What an attribute of a database gives away: passwords, or the name that the internet knows. */
const secret = /\.(password|uri|private_uri|kube_config|docker_credentials|access_cert|access_key)\b/;
const publicName = /\bdigitalocean_database_\w+\.[\w-]+\.(host|ui_host|standby_host|metrics_endpoints)\b/;

const withAttribute = (attribute: string) =>
  after(`it gives out \`${attribute}\` of the database`, (output, stack) => {
    const [database] = stack.all("digitalocean_database_cluster");
    put(output, "value", `postgres at \${${database!.address}.${attribute}}`);
  });

/** Whether an output is the certificate of the authority that signs for a database of the stack. */
function isAuthority(output: Resource, stack: Stack): boolean {
  const authority = referred(stack, text(output, "value"), "data.digitalocean_database_ca", "certificate");
  return (
    authority !== undefined &&
    referred(stack, text(authority, "cluster_id"), "digitalocean_database_cluster", "id") !== undefined
  );
}

/** What a stack tells: everybody who may read outputs, and the pods of the service, learn it. */
export const outputs: readonly Policy[] = [
  {
    id: "OWN_DIGITALOCEAN_OUTPUT_SECRET",
    must: "not be a password, nor hold one",
    types: ["output"],
    holds: (output) => !mentions(output, secret),
    broken: ["password", "uri", "private_uri"].map(withAttribute),
  },
  {
    id: "OWN_DIGITALOCEAN_PRIVATE_NAME",
    must: "not use the public name of a database",
    types: ["output", "digitalocean_database_connection_pool", "digitalocean_kubernetes_cluster"],
    holds: (resource) => !mentions(resource, publicName),
    broken: [withAttribute("host"), withAttribute("ui_host")],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_NAME",
    must: "be the name of the database in the VPC",
    types: ["output"],
    concerns: isOutput("database_host"),
    holds: (output, stack) =>
      ["digitalocean_database_cluster", "digitalocean_database_connection_pool"].some(
        (type) => referred(stack, text(output, "value"), type, "private_host") !== undefined,
      ),
    broken: [withAttribute("host"), when("value", "db-postgresql-fra1-do-user-1-0.b.db.ondigitalocean.com")],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_AUTHORITY",
    must: "be the authority of the database, as DigitalOcean tells it",
    types: ["output"],
    concerns: isOutput("database_ca_certificate"),
    holds: isAuthority,
    broken: [
      when("value", "-----BEGIN CERTIFICATE-----"),
      after("it is that of another database", (_, stack) => {
        for (const authority of stack.all("data.digitalocean_database_ca")) put(authority, "cluster_id", "another");
      }),
    ],
  },
  {
    id: "OWN_DIGITALOCEAN_DATABASE_TLS",
    must: "have clients verify the certificate, and the name in it",
    types: ["output"],
    concerns: isOutput("database_tls_verification"),
    holds: (output) => text(output, "value") === "full",
    broken: [when("value", "ca"), when("value", "none")],
  },
];
