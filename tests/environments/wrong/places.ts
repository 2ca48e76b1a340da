import type { WrongEnvironment } from "./wrong-environment";

/** Regions, zones, types of machines, and versions. */
export const places: readonly WrongEnvironment[] = [
  {
    title: "a region of AWS with a hyphen missing",
    cloud: "aws",
    change: { region: "us-east1" },
    problems: [
      '`region` must be a region of AWS in which EKS and RDS have three zones, got: "us-east1"; did you mean "us-east-1"?',
    ],
  },
  {
    title: "a zone of AWS",
    cloud: "aws",
    change: { region: "eu-central-1a" },
    problems: [
      '`region` must be a region of AWS in which EKS and RDS have three zones, got: "eu-central-1a"; that is a zone; its region is "eu-central-1"',
    ],
  },
  {
    title: "a region of AWS with two zones only",
    cloud: "aws",
    change: { region: "us-west-1" },
    problems: [
      '`region` must be a region of AWS in which EKS and RDS have three zones, got: "us-west-1"; did you mean "us-west-2"?',
    ],
  },
  {
    title: "a region of AWS in capitals",
    cloud: "aws",
    change: { region: "EU-CENTRAL-1" },
    problems: [
      '`region` must be a region of AWS in which EKS and RDS have three zones, got: "EU-CENTRAL-1"; did you mean "eu-central-1"?',
    ],
  },
  {
    title: "a region of another cloud",
    cloud: "aws",
    change: { region: "fra1" },
    problems: [
      '`region` must be a region of AWS in which EKS and RDS have three zones, got: "fra1"; the list is in environments/schema/catalogue',
    ],
  },
  {
    title: "a zone of Google Cloud",
    cloud: "google",
    change: { region: "europe-west1-b" },
    problems: [
      '`region` must be a region of Google Cloud, got: "europe-west1-b"; that is a zone; its region is "europe-west1"',
    ],
  },
  {
    title: "a region of Google Cloud that is cut short",
    cloud: "google",
    change: { region: "us-central" },
    problems: ['`region` must be a region of Google Cloud, got: "us-central"; did you mean "us-central1"?'],
  },
  {
    title: "a region named like a member of every object",
    cloud: "google",
    change: { region: "constructor" },
    problems: [
      '`region` must be a region of Google Cloud, got: "constructor"; the list is in environments/schema/catalogue',
    ],
  },
  {
    title: "a region of DigitalOcean without its number",
    cloud: "digitalocean",
    change: { region: "nyc" },
    problems: [
      '`region` must be a region of DigitalOcean with Kubernetes and databases, got: "nyc"; choose one of nyc1, nyc3',
    ],
  },
  {
    title: "a region of DigitalOcean that has closed",
    cloud: "digitalocean",
    change: { region: "nyc2" },
    problems: [
      '`region` must be a region of DigitalOcean with Kubernetes and databases, got: "nyc2"; did you mean "nyc1"?',
    ],
  },
  {
    title: "a region of AWS on DigitalOcean",
    cloud: "digitalocean",
    change: { region: "eu-central-1" },
    problems: [
      '`region` must be a region of DigitalOcean with Kubernetes and databases, got: "eu-central-1"; choose one of ams3, blr1, fra1, lon1, nyc1, nyc3, sfo3, sgp1, syd1, tor1',
    ],
  },
  {
    title: "a region that stores no images",
    cloud: "digitalocean",
    change: { registry: { region: "blr1" } },
    problems: [
      '`registry.region` must be a region of DigitalOcean that stores images, got: "blr1"; choose one of ams3, fra1, nyc3, sfo3, sgp1',
    ],
  },
  {
    title: "a machine of Google Cloud on AWS",
    cloud: "aws",
    change: { cluster: { nodeType: "e2-medium" } },
    problems: [
      '`cluster.nodeType` must be a type of machine from the catalogue of AWS, got: "e2-medium"; that is a type of machine of Google Cloud',
    ],
  },
  {
    title: "a machine of DigitalOcean on AWS",
    cloud: "aws",
    change: { cluster: { nodeType: "s-2vcpu-4gb" } },
    problems: [
      '`cluster.nodeType` must be a type of machine from the catalogue of AWS, got: "s-2vcpu-4gb"; that is a size of DigitalOcean',
    ],
  },
  {
    title: "a machine of AWS on Google Cloud",
    cloud: "google",
    change: { cluster: { nodeType: "t3.medium" } },
    problems: [
      '`cluster.nodeType` must be a type of machine from the catalogue of Google Cloud, got: "t3.medium"; that is an instance type of AWS',
    ],
  },
  {
    title: "a machine of DigitalOcean on Google Cloud",
    cloud: "google",
    change: { cluster: { nodeType: "s-2vcpu-4gb" } },
    problems: [
      '`cluster.nodeType` must be a type of machine from the catalogue of Google Cloud, got: "s-2vcpu-4gb"; that is a size of DigitalOcean',
    ],
  },
  {
    title: "a machine of AWS on DigitalOcean",
    cloud: "digitalocean",
    change: { cluster: { nodeType: "t3.medium" } },
    problems: [
      '`cluster.nodeType` must be a size of node from the catalogue of DigitalOcean, got: "t3.medium"; that is an instance type of AWS',
    ],
  },
  {
    title: "a machine of Google Cloud on DigitalOcean",
    cloud: "digitalocean",
    change: { cluster: { nodeType: "e2-medium" } },
    problems: [
      '`cluster.nodeType` must be a size of node from the catalogue of DigitalOcean, got: "e2-medium"; that is a type of machine of Google Cloud',
    ],
  },
  {
    title: "a machine that is not in the catalogue",
    cloud: "aws",
    change: { cluster: { nodeType: "t3.xlarge" } },
    problems: [
      '`cluster.nodeType` must be a type of machine from the catalogue of AWS, got: "t3.xlarge"; did you mean "t3.large"?',
    ],
  },
  {
    title: "a size of database of another cloud on RDS",
    cloud: "aws",
    change: { database: { instanceType: "db-f1-micro" } },
    problems: [
      '`database.instanceType` must be a class of RDS from the catalogue, got: "db-f1-micro"; that is a size of another cloud; those of RDS start with "db."',
    ],
  },
  {
    title: "a class of RDS on Cloud SQL",
    cloud: "google",
    change: { database: { tier: "db.t4g.micro" } },
    problems: [
      '`database.tier` must be a tier of Cloud SQL from the catalogue, got: "db.t4g.micro"; that is a class of RDS',
    ],
  },
  {
    title: "a class of RDS on DigitalOcean",
    cloud: "digitalocean",
    change: { database: { size: "db.t4g.micro" } },
    problems: [
      '`database.size` must be a size of database from the catalogue of DigitalOcean, got: "db.t4g.micro"; that is a class of RDS',
    ],
  },
  {
    title: "a version of Kubernetes whose support is over",
    cloud: "aws",
    change: { cluster: { kubernetesVersion: "1.33" } },
    problems: [
      '`cluster.kubernetesVersion` must be a supported version of Kubernetes on EKS ("1.34", "1.35"), got: "1.33"; support of 1.33 ended on 2026-07-29',
    ],
  },
  {
    title: "a version of Kubernetes whose support is over on DigitalOcean",
    cloud: "digitalocean",
    change: { cluster: { kubernetesVersion: "1.34" } },
    problems: [
      '`cluster.kubernetesVersion` must be a supported version of Kubernetes on DigitalOcean ("1.35", "1.36"), got: "1.34"; support of 1.34 ended on 2026-10-27',
    ],
  },
  {
    title: "a version of Kubernetes with its patch",
    cloud: "aws",
    change: { cluster: { kubernetesVersion: "1.34.2" } },
    problems: [
      '`cluster.kubernetesVersion` must be a supported version of Kubernetes on EKS ("1.34", "1.35"), got: "1.34.2"; leave out the patch: "1.34"',
    ],
  },
  {
    title: "a version of Kubernetes that is yet to come",
    cloud: "digitalocean",
    change: { cluster: { kubernetesVersion: "1.99" } },
    problems: [
      '`cluster.kubernetesVersion` must be a supported version of Kubernetes on DigitalOcean ("1.35", "1.36"), got: "1.99"',
    ],
  },
  {
    title: "a version of Kubernetes without quotes",
    cloud: "aws",
    change: { cluster: { kubernetesVersion: 1.35 } },
    problems: [
      '`cluster.kubernetesVersion` must be a supported version of Kubernetes on EKS ("1.34", "1.35"), got: 1.35; put the version in quotes',
    ],
  },
  {
    title: "a version of Kubernetes where a channel decides it",
    cloud: "google",
    change: { cluster: { kubernetesVersion: "1.35" } },
    problems: ["`cluster.kubernetesVersion` is not a setting of google; only digitalocean and aws have it"],
  },
  {
    title: "a version of PostgreSQL whose support is over",
    cloud: "google",
    change: { database: { postgresVersion: "14" } },
    problems: [
      '`database.postgresVersion` must be a supported version of PostgreSQL on Cloud SQL ("15", "16", "17", "18"), got: "14"; support of 14 ended on 2026-11-12',
    ],
  },
  {
    title: "a version of PostgreSQL with its patch",
    cloud: "local",
    change: { database: { postgresVersion: "17.2" } },
    problems: [
      '`database.postgresVersion` must be a supported version of PostgreSQL ("15", "16", "17", "18"), got: "17.2"; leave out the patch: "17"',
    ],
  },
  {
    title: "a version of PostgreSQL that DigitalOcean does not have",
    cloud: "digitalocean",
    change: { database: { postgresVersion: "18" } },
    problems: [
      '`database.postgresVersion` must be a supported version of PostgreSQL on DigitalOcean ("15", "16", "17"), got: "18"',
    ],
  },
  {
    title: "a version of PostgreSQL that is null",
    cloud: "aws",
    change: { database: { postgresVersion: null } },
    problems: [
      '`database.postgresVersion` must be a supported version of PostgreSQL on RDS ("15", "16", "17", "18"), got: null',
    ],
  },
  {
    title: "a channel of releases in lower case",
    cloud: "google",
    change: { cluster: { releaseChannel: "regular" } },
    problems: ['`cluster.releaseChannel` must be one of "RAPID", "REGULAR", "STABLE", got: "regular"'],
  },
];
