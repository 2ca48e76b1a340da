import { DataDigitaloceanKubernetesCluster } from "@cdktf/provider-digitalocean/lib/data-digitalocean-kubernetes-cluster";
import { DataDigitaloceanKubernetesVersions } from "@cdktf/provider-digitalocean/lib/data-digitalocean-kubernetes-versions";
import { DataDigitaloceanProjects } from "@cdktf/provider-digitalocean/lib/data-digitalocean-projects";
import { type Precondition, TerraformCount, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";

export interface DigitaloceanKubernetesVersionProps {
  /** Minor version: `1.35`. */
  readonly minor: string;
  readonly clusterName: string;
  /** Name of the project that the cluster is put into. It tells whether there is a cluster already. */
  readonly projectName: string;
  /** For how long a login is good that the provider fetches, and keeps in the state, whenever it looks at a cluster. */
  readonly kubeconfigExpireSeconds: number;
}

/**
 * The version that a cluster should have: the newest patch of a minor version when it is made, or when it comes from
 * the minor version before; and otherwise the patch that it has. DigitalOcean installs patches by itself, and they are
 * no reason for Terraform to change anything. `ignore_changes` would say so as well, and ignore upgrades.
 */
export class DigitaloceanKubernetesVersion extends Construct {
  /** `1.35.1-do.0` */
  readonly slug: string;
  /** What must hold before the cluster is made or changed. */
  readonly preconditions: Precondition[];

  constructor(scope: Construct, id: string, props: DigitaloceanKubernetesVersionProps) {
    super(scope, id);
    const { minor } = props;
    const offered = new DataDigitaloceanKubernetesVersions(this, "offered", { versionPrefix: `${minor}.` });
    // a cluster that is not there could not be looked up, so its project is asked first: of projects there is a list
    const projects = new DataDigitaloceanProjects(this, "projects", {
      filter: [{ key: "name", values: [props.projectName] }],
    });
    const hasCluster = `length(regexall("do:kubernetes:", jsonencode(${reference(projects)}.projects))) > 0`;
    const cluster = new DataDigitaloceanKubernetesCluster(this, "cluster", {
      count: TerraformCount.of(Token.asNumber(`\${${hasCluster} ? 1 : 0}`)),
      name: props.clusterName,
      kubeconfigExpireSeconds: props.kubeconfigExpireSeconds,
    });
    const running = local(this, "running", `one(${reference(cluster)}[*].version)`);
    const isThere = `startswith(coalesce(${running}, "none"), "${minor}.")`;

    this.slug = `\${${isThere} ? ${running} : ${reference(offered)}.latest_version}`;
    this.preconditions = [
      {
        condition: `\${${running} == null || ${isThere} || startswith(coalesce(${running}, "none"), "${before(minor)}.")}`,
        errorMessage:
          `the cluster runs \${coalesce(${running}, "nothing")} and cannot become ${minor}: ` +
          "DigitalOcean upgrades from one minor version to the next, and never back",
      },
      {
        condition: `\${${isThere} || length(${reference(offered)}.valid_versions) > 0}`,
        errorMessage: `DigitalOcean does not offer Kubernetes ${minor}; \`doctl kubernetes options versions\` tells what it offers`,
      },
    ];
  }
}

/** The minor version before: `1.34` for `1.35`. */
function before(minor: string): string {
  const [major = "", number = ""] = minor.split(".");
  return `${major}.${Number(number) - 1}`;
}

const reference = ({ terraformResourceType, friendlyUniqueId }: DataSource): string =>
  `data.${terraformResourceType}.${friendlyUniqueId}`;

interface DataSource {
  readonly terraformResourceType: string;
  readonly friendlyUniqueId: string;
}

/** A name for an expression. */
function local(scope: Construct, id: string, expression: string): string {
  return `local.${new TerraformLocal(scope, id, `\${${expression}}`).friendlyUniqueId}`;
}
