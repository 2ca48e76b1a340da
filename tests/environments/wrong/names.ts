import type { WrongEnvironment } from "./wrong-environment";

/** Names and labels: their form, what is reserved, and what becomes too long. */
export const names: readonly WrongEnvironment[] = [
  {
    title: "a name of the service with capitals and an underscore",
    cloud: "google",
    change: { service: { name: "Address_Book" } },
    problems: [
      '`service.name` must be 1 to 63 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen (RFC 1035), got: "Address_Book"',
    ],
  },
  {
    title: "a name of the service with a digit first",
    cloud: "local",
    change: { service: { name: "1app" } },
    problems: [
      '`service.name` must be 1 to 63 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen (RFC 1035), got: "1app"',
    ],
  },
  {
    title: "a name of the service with a hyphen last",
    cloud: "aws",
    change: { service: { name: "app-" } },
    problems: [
      '`service.name` must be 1 to 63 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen (RFC 1035), got: "app-"',
    ],
  },
  {
    title: "a name of the service that makes its pods' names too long",
    cloud: "local",
    change: { service: { name: `address${"-book".repeat(8)}` } },
    problems: [
      '`service.name` makes the name of the pods too long: "address-book-book-book-book-book-book-book-book-stable-0000000000-00000" has 71 characters, at most 63 are allowed; shorten it',
    ],
  },
  {
    title: "a namespace that Kubernetes uses itself",
    cloud: "digitalocean",
    change: { service: { namespace: "kube-system" } },
    problems: [
      '`service.namespace` must be a namespace of the service\'s own, got: "kube-system"; objects of the cluster live there',
    ],
  },
  {
    title: "a namespace that everybody uses",
    cloud: "aws",
    change: { service: { namespace: "default" } },
    problems: [
      '`service.namespace` must be a namespace of the service\'s own, got: "default"; objects of the cluster live there',
    ],
  },
  {
    title: "a namespace that is no DNS label",
    cloud: "google",
    change: { service: { namespace: "my_service" } },
    problems: [
      '`service.namespace` must be 1 to 63 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen (RFC 1035), got: "my_service"',
    ],
  },
  {
    title: "a project with two hyphens in a row",
    cloud: "aws",
    change: { project: "my--app" },
    problems: ['`project` must be lower-case words joined by single hyphens, starting with a letter, got: "my--app"'],
  },
  {
    title: "a project that makes the names on AWS too long",
    cloud: "aws",
    change: { project: `my${"-app".repeat(15)}` },
    problems: [
      '`project` makes the name of the database (RDS) too long: "my-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-test" has 67 characters, at most 63 are allowed; shorten `project` or the name of the file',
      '`project` makes the name of the role of the load balancer controller (IAM) too long: "my-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-test-load-balancer-controller" has 92 characters, at most 64 are allowed; shorten `project` or the name of the file',
    ],
  },
  {
    title: "a project that makes the names on Google Cloud too long",
    cloud: "google",
    change: { project: `my${"-app".repeat(9)}` },
    problems: [
      '`project` makes the name of the cluster (GKE) too long: "my-app-app-app-app-app-app-app-app-app-test" has 43 characters, at most 40 are allowed; shorten `project` or the name of the file',
    ],
  },
  {
    title: "a project that is too long next to a wrong id, without a word on the names that hold the id",
    cloud: "google",
    change: { projectId: "1", project: `my${"-app".repeat(25)}` },
    problems: [
      '`projectId` must be a project id of 6 to 30 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen, got: "1"; the project\'s number or display name will not do',
      '`project` makes the name of the cluster (GKE) too long: "my-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-test" has 107 characters, at most 40 are allowed; shorten `project` or the name of the file',
    ],
  },
  {
    title: "a project that makes even the name of Cloud SQL too long",
    cloud: "google",
    change: { project: `my${"-app".repeat(24)}` },
    problems: [
      '`project` makes the name of the cluster (GKE) too long: "my-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-test" has 103 characters, at most 40 are allowed; shorten `project` or the name of the file',
      '`project` makes the name of the database (Cloud SQL) too long: "team-project:my-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-test-1" has 118 characters, at most 97 are allowed; shorten `project` or the name of the file',
    ],
  },
  {
    title: "a project that makes the names on DigitalOcean too long",
    cloud: "digitalocean",
    change: { project: `my${"-app".repeat(15)}` },
    problems: [
      '`project` makes the name of the database too long: "my-app-app-app-app-app-app-app-app-app-app-app-app-app-app-app-test" has 67 characters, at most 63 are allowed; shorten `project` or the name of the file',
    ],
  },
  {
    title: "an account number with a digit missing",
    cloud: "aws",
    change: { accountId: "12345678901" },
    problems: ['`accountId` must be an account number of 12 digits, in quotes, got: "12345678901"'],
  },
  {
    title: "an account number without quotes",
    cloud: "aws",
    change: { accountId: 123456789012 },
    problems: ["`accountId` must be an account number of 12 digits, in quotes, got: 123456789012"],
  },
  {
    title: "a project by its number",
    cloud: "google",
    change: { projectId: "123456789012" },
    problems: [
      '`projectId` must be a project id of 6 to 30 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen, got: "123456789012"; the project\'s number or display name will not do',
    ],
  },
  {
    title: "a project by its display name",
    cloud: "google",
    change: { projectId: "My Project" },
    problems: [
      '`projectId` must be a project id of 6 to 30 lower-case letters, digits or hyphens, starting with a letter and not ending with a hyphen, got: "My Project"; the project\'s number or display name will not do',
    ],
  },
  {
    title: "a name of a database with a digit first",
    cloud: "aws",
    change: { database: { name: "1app" } },
    problems: [
      '`database.name` must be 1 to 63 lower-case letters, digits or underscores, starting with a letter, got: "1app"',
    ],
  },
  {
    title: "a name of a database with a hyphen",
    cloud: "local",
    change: { database: { name: "my-db" } },
    problems: [
      '`database.name` must be 1 to 63 lower-case letters, digits or underscores, starting with a letter, got: "my-db"',
    ],
  },
  {
    title: "a name of a database that PostgreSQL has",
    cloud: "google",
    change: { database: { name: "postgres" } },
    problems: [
      '`database.name` must not be a name that PostgreSQL or a cloud reserves for a database of its own, got: "postgres"',
    ],
  },
  {
    title: "a name of a database that DigitalOcean has",
    cloud: "digitalocean",
    change: { database: { name: "defaultdb" } },
    problems: [
      '`database.name` must not be a name that PostgreSQL or a cloud reserves for a database of its own, got: "defaultdb"',
    ],
  },
  {
    title: "a name of a user that RDS has",
    cloud: "aws",
    change: { database: { user: "rdsadmin" } },
    problems: [
      '`database.user` must not be a name that PostgreSQL or a cloud reserves for a user of its own, got: "rdsadmin"',
    ],
  },
  {
    title: "a name of a user with the prefix of PostgreSQL",
    cloud: "local",
    change: { database: { user: "pg_reader" } },
    problems: [
      '`database.user` must not be a name that PostgreSQL or a cloud reserves for a user of its own, got: "pg_reader"',
    ],
  },
  {
    title: "a name of a registry in capitals",
    cloud: "digitalocean",
    change: { registry: { name: "Team" } },
    problems: [
      '`registry.name` must be 2 to 63 lower-case letters, digits or hyphens, starting and ending with a letter or digit, got: "Team"',
    ],
  },
  {
    title: "a tag with the prefix of AWS",
    cloud: "aws",
    change: { tags: { "aws:team": "x" } },
    problems: [
      "`tags.aws:team` must have a name of at most 63 lower-case letters, digits, underscores or hyphens, starting with a letter",
    ],
  },
  {
    title: "a tag with a capital in its name",
    cloud: "google",
    change: { tags: { Team: "x" } },
    problems: [
      "`tags.Team` must have a name of at most 63 lower-case letters, digits, underscores or hyphens, starting with a letter",
    ],
  },
  {
    title: "a tag with a space in its value",
    cloud: "digitalocean",
    change: { tags: { team: "address book" } },
    problems: [
      '`tags.team` must be at most 63 lower-case letters, digits, underscores or hyphens, got: "address book"',
    ],
  },
  {
    title: "a tag that is a number",
    cloud: "aws",
    change: { tags: { costcenter: 4711 } },
    problems: ["`tags.costcenter` must be a string, got: 4711"],
  },
  {
    title: "a variable in lower case",
    cloud: "local",
    change: { service: { configuration: { log_level: "info" } } },
    problems: [
      "`service.configuration.log_level` must have a name of upper-case letters, digits and underscores, not starting with a digit",
    ],
  },
  {
    title: "a variable that is a number",
    cloud: "google",
    change: { service: { configuration: { LIMIT: 5 } } },
    problems: ["`service.configuration.LIMIT` must be a string, got: 5"],
  },
  {
    title: "variables that the project sets itself",
    cloud: "aws",
    change: {
      service: {
        configuration: {
          PORT: "80",
          RELEASE_TRACK: "canary",
          SHUTDOWN_TIMEOUT_SECONDS: "5",
          DB_HOST: "db",
          DB_POOL_SIZE: "9",
        },
      },
    },
    problems: [
      ["PORT", "; set `service.port`"],
      ["RELEASE_TRACK", ""],
      ["SHUTDOWN_TIMEOUT_SECONDS", "; set `service.shutdownSeconds`"],
      ["DB_HOST", ""],
      ["DB_POOL_SIZE", "; set `service.databasePoolSize`"],
    ].map(
      ([name = "", fix = ""]) =>
        `\`service.configuration.${name}\` must not be a variable that this project sets itself (PORT, RELEASE_TRACK, SHUTDOWN_TIMEOUT_SECONDS, DB_*)${fix}`,
    ),
  },
  {
    title: "a context with a space",
    cloud: "local",
    change: { cluster: { context: "kind test" } },
    problems: ['`cluster.context` must be the name of a context of the kubeconfig, got: "kind test"'],
  },
  {
    title: "an administrator by the ARN of a session",
    cloud: "aws",
    change: { cluster: { adminArns: ["arn:aws:sts::123456789012:assumed-role/platform/me"] } },
    problems: [
      '`cluster.adminArns.0` must be the ARN of an IAM role or user such as "arn:aws:iam::111122223333:role/platform", got: "arn:aws:sts::123456789012:assumed-role/platform/me"',
    ],
  },
  {
    title: "an administrator of another account, next to a wrong one",
    cloud: "aws",
    change: { cluster: { adminArns: ["me", "arn:aws:iam::210987654321:role/platform"] } },
    problems: [
      '`cluster.adminArns.0` must be the ARN of an IAM role or user such as "arn:aws:iam::111122223333:role/platform", got: "me"',
      '`cluster.adminArns.1` must be in the account of the environment (123456789012), got: "arn:aws:iam::210987654321:role/platform"',
    ],
  },
  {
    title: "administrators that are missing",
    cloud: "aws",
    change: { cluster: { adminArns: undefined } },
    problems: ["`cluster.adminArns` is required and must be a list of at least one ARN of an IAM role or user"],
  },
];
