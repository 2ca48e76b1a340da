import type { WrongEnvironment } from "./wrong-environment";

/** Sections and settings: unknown ones, missing ones, and values of another kind. */
export const structure: readonly WrongEnvironment[] = [
  {
    title: "a cloud by a name of another tool",
    cloud: "aws",
    change: { cloud: "gcp" },
    problems: ['`cloud` must be one of "digitalocean", "google", "aws", "local", got: "gcp"; did you mean "google"?'],
  },
  {
    title: "a cloud by the name of its command line",
    cloud: "google",
    change: { cloud: "gcloud" },
    problems: [
      '`cloud` must be one of "digitalocean", "google", "aws", "local", got: "gcloud"; did you mean "google"?',
    ],
  },
  {
    title: "a cloud in capitals",
    cloud: "aws",
    change: { cloud: "AWS" },
    problems: ['`cloud` must be one of "digitalocean", "google", "aws", "local", got: "AWS"; did you mean "aws"?'],
  },
  {
    title: "a cloud by the name of its Kubernetes",
    cloud: "digitalocean",
    change: { cloud: "doks" },
    problems: [
      '`cloud` must be one of "digitalocean", "google", "aws", "local", got: "doks"; did you mean "digitalocean"?',
    ],
  },
  {
    title: "a cloud by the name of a local cluster",
    cloud: "local",
    change: { cloud: "minikube" },
    problems: [
      '`cloud` must be one of "digitalocean", "google", "aws", "local", got: "minikube"; did you mean "local"?',
    ],
  },
  {
    title: "a cloud that is not supported",
    cloud: "google",
    change: { cloud: "azure" },
    problems: ['`cloud` must be one of "digitalocean", "google", "aws", "local", got: "azure"'],
  },
  {
    title: "a cloud named like a member of every object",
    cloud: "aws",
    change: { cloud: "constructor" },
    problems: ['`cloud` must be one of "digitalocean", "google", "aws", "local", got: "constructor"'],
  },
  {
    title: "a cloud that is missing",
    cloud: "local",
    change: { cloud: undefined },
    problems: ['`cloud` is required and must be one of "digitalocean", "google", "aws", "local"'],
  },
  {
    title: "a cloud that is a list",
    cloud: "aws",
    change: { cloud: ["aws"] },
    problems: ['`cloud` must be one of "digitalocean", "google", "aws", "local", got: ["aws"]'],
  },
  {
    title: "a profile that is abbreviated, and does not guess the defaults that the rest is compared with",
    cloud: "aws",
    change: { profile: "prod", network: { cidr: "172.20.0.0/16" }, database: { storageGib: 1 } },
    problems: [
      '`profile` must be one of "demo", "production", got: "prod"',
      "`database.storageGib` must be an integer between 20 and 16384 GiB, got: 1",
    ],
  },
  {
    title: "a profile that is missing",
    cloud: "google",
    change: { profile: undefined },
    problems: ['`profile` is required and must be one of "demo", "production"'],
  },
  {
    title: "a profile that a local cluster does not have",
    cloud: "local",
    change: { profile: "production" },
    problems: ['`profile` must be "demo", got: "production"'],
  },
  {
    title: "a setting with a typing error",
    cloud: "aws",
    change: { databse: {} },
    problems: ['`databse` is not a setting of aws; did you mean "database"?'],
  },
  {
    title: "a setting with a typing error in an inner section",
    cloud: "google",
    change: { service: { resources: { cpuReqest: "100m" } } },
    problems: ['`service.resources.cpuReqest` is not a setting of google; did you mean "cpuRequest"?'],
  },
  {
    title: "a setting that is like no other",
    cloud: "digitalocean",
    change: { exceptions: { anything: "because I want it" } },
    problems: [
      "`exceptions.anything` is not a setting of digitalocean; there are openKubernetesApi, noDeletionProtection, loseNetwork, loseCluster, loseDatabase, loseRegistry, loseKey",
    ],
  },
  {
    title: "a setting of one other cloud",
    cloud: "aws",
    change: { projectId: "team-project" },
    problems: ["`projectId` is not a setting of aws; only google has it"],
  },
  {
    title: "a setting of one other cloud, although another name is near",
    cloud: "digitalocean",
    change: { database: { tier: "db-f1-micro" } },
    problems: ["`database.tier` is not a setting of digitalocean; only google has it"],
  },
  {
    title: "a setting of two other clouds",
    cloud: "digitalocean",
    change: { registry: { keepImages: 10 } },
    problems: ["`registry.keepImages` is not a setting of digitalocean; only google and aws have it"],
  },
  {
    title: "a setting of all other clouds",
    cloud: "local",
    change: { region: "fra1", cluster: { nodeCount: 3 } },
    problems: [
      "`cluster.nodeCount` is not a setting of local; only digitalocean, google and aws have it",
      "`region` is not a setting of local; only digitalocean, google and aws have it",
    ],
  },
  {
    title: "a setting of another tool",
    cloud: "aws",
    change: { database: { multiAz: true }, service: { replicas: 3, image: "nginx" } },
    problems: [
      "`service.replicas` is not a setting of aws; use `service.stablePods` and `service.canaryPods`",
      "`service.image` is not a setting of aws; the image comes from the variable IMAGE",
      "`database.multiAz` is not a setting of aws; use `database.highlyAvailable`",
    ],
  },
  {
    title: "a setting that would open the database",
    cloud: "google",
    change: { database: { public: true } },
    problems: ["`database.public` is not a setting of google; the database is always private"],
  },
  {
    title: "a name of the environment as a setting",
    cloud: "aws",
    change: { name: "demo" },
    problems: ["`name` is not a setting of aws; the name of the file is the name of the environment"],
  },
  {
    title: "a setting named like a member of every object",
    cloud: "google",
    change: { toString: 1 },
    problems: [
      "`toString` is not a setting of google; there are cloud, profile, service, project, tags, state, exceptions, region, projectId, maintenance, network, cluster, registry, database, ci",
    ],
  },
  {
    title: "a setting with an invisible character in its name",
    cloud: "aws",
    change: { "reg\u200bion": "eu-central-1" },
    problems: ['`reg\\u{200b}ion` is not a setting of aws; did you mean "region"?'],
  },
  {
    title: "a section that is a text",
    cloud: "aws",
    change: { service: "addressbook" },
    problems: ['`service` must be an object, got: "addressbook"'],
  },
  {
    title: "a section that is null",
    cloud: "google",
    change: { network: null },
    problems: ["`network` must be an object, got: null"],
  },
  {
    title: "a section that is a list",
    cloud: "digitalocean",
    change: { database: [] },
    problems: ["`database` must be an object, got: []"],
  },
  {
    title: "a section without what it requires",
    cloud: "aws",
    change: { network: { cidr: undefined } },
    problems: ["`network.cidr` is required and must be an IPv4 network in CIDR form"],
  },
  {
    title: "an environment without most of what it requires",
    cloud: "digitalocean",
    change: { region: undefined, network: undefined, cluster: undefined, registry: undefined },
    problems: [
      "`region` is required and must be a region of DigitalOcean with Kubernetes and databases; choose one of ams3, blr1, fra1, lon1, nyc1, nyc3, sfo3, sgp1, syd1, tor1",
      "`network.cidr` is required and must be an IPv4 network in CIDR form",
      "`cluster.apiAllowedCidrs` is required and must be a list of 1 to 100 networks in CIDR form",
      "`registry.name` is required and must be 2 to 63 lower-case letters, digits or hyphens, starting and ending with a letter or digit",
    ],
  },
  {
    title: "a function instead of a value",
    cloud: "google",
    change: { region: () => "europe-west1" },
    problems: [
      "`region` must be a region of Google Cloud, got: function; the list is in environments/schema/catalogue",
    ],
  },
  {
    title: "a symbol instead of a value",
    cloud: "local",
    change: { cluster: { context: Symbol("kind") } },
    problems: ["`cluster.context` must be the name of a context of the kubeconfig, got: symbol"],
  },
  {
    title: "an object that contains a bigint",
    cloud: "aws",
    change: { network: { cidr: { address: 10n } } },
    problems: ["`network.cidr` must be an IPv4 network in CIDR form, got: object"],
  },
  {
    title: "a list instead of a text",
    cloud: "local",
    change: { database: { name: ["demo"] } },
    problems: [
      '`database.name` must be 1 to 63 lower-case letters, digits or underscores, starting with a letter, got: ["demo"]',
    ],
  },
  {
    title: "a boolean as a text",
    cloud: "aws",
    change: { database: { highlyAvailable: "yes" } },
    problems: ['`database.highlyAvailable` must be true or false, got: "yes"'],
  },
  {
    title: "a boolean as a number",
    cloud: "google",
    change: { network: { flowLogs: 1 } },
    problems: ["`network.flowLogs` must be true or false, got: 1"],
  },
];
