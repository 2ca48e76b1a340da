import { at, listAt } from "../../support/at";
import type { TerraformJson } from "../../support/terraform-json";
import { type Promises, resourcesWith, type Tagged, theCluster } from "./promises";

export function awsPromises(json: TerraformJson): Promises {
  const cluster = json.one("aws_eks_cluster");
  const instance = json.one("aws_db_instance");
  const repository = json.one("aws_ecr_repository");
  return {
    nodes: json
      .all("aws_eks_node_group")
      .reduce((sum, group) => sum + Number(at(group, "scaling_config", "max_size")), 0),
    control: {
      openTo: openTo(cluster),
      secretsEncrypted: at(cluster, "encryption_config", "resources", 0) === "secrets" ? true : "by the cloud",
      deletionProtected: [
        at(cluster, "deletion_protection") === true,
        at(cluster, "lifecycle", "prevent_destroy") === true,
      ],
    },
    database: {
      hasPublicAddress: at(instance, "publicly_accessible") !== false || databaseRoutes(json).length > 0,
      clients: clients(json),
      forcesTls: listAt(json.one("aws_db_parameter_group"), "parameter").some(
        (parameter) => at(parameter, "name") === "rds.force_ssl" && at(parameter, "value") === "1",
      ),
      encrypted: at(instance, "storage_encrypted") === true,
      backupDays: Number(at(instance, "backup_retention_period")),
      hasStandby: at(instance, "multi_az") === true,
      deletionProtected: [
        at(instance, "deletion_protection") === true,
        at(instance, "lifecycle", "prevent_destroy") === true,
      ],
      keepsCopyWhenDeleted:
        at(instance, "skip_final_snapshot") === false && typeof at(instance, "final_snapshot_identifier") === "string",
    },
    registry: {
      immutableTags: at(repository, "image_tag_mutability") === "IMMUTABLE",
      scans: at(repository, "image_scanning_configuration", "scan_on_push") === true,
      cleansUp: json.all("aws_ecr_lifecycle_policy").length === 1,
    },
    tagged: tagged(json),
    waysOut: [/^resource\.aws_route\.network_(public|node)-route/],
  };
}

function openTo(cluster: object): string[] {
  if (at(cluster, "vpc_config", "endpoint_public_access") === false) return [];
  const cidrs = listAt(cluster, "vpc_config", "public_access_cidrs") as string[];
  // what AWS takes when nothing is said
  return cidrs.length === 0 ? ["0.0.0.0/0"] : cidrs;
}

/** Routes in the tables of the database's subnets. */
function databaseRoutes(json: TerraformJson): unknown[] {
  const subnets = listAt(json.one("aws_db_subnet_group"), "subnet_ids");
  const tables = json
    .all("aws_route_table_association")
    .filter((association) => subnets.includes(at(association, "subnet_id")))
    .map((association) => at(association, "route_table_id"));
  return json.all("aws_route").filter((route) => tables.includes(at(route, "route_table_id")));
}

function clients(json: TerraformJson): string[] {
  const groups = listAt(json.one("aws_db_instance"), "vpc_security_group_ids");
  const inline = json.all("aws_security_group").flatMap((group) => listAt(group, "ingress"));
  const rules = [...json.all("aws_vpc_security_group_ingress_rule"), ...json.all("aws_security_group_rule")].filter(
    (rule) => groups.includes(at(rule, "security_group_id")),
  );
  return [...inline, ...rules].map((rule) => {
    const source = String(at(rule, "referenced_security_group_id"));
    const isCluster = /^\$\{aws_eks_cluster\.\w+\.vpc_config\[0\]\.cluster_security_group_id\}$/.test(source);
    const onlyPostgres = at(rule, "from_port") === 5432 && at(rule, "to_port") === 5432;
    const others = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "cidr_blocks"].filter(
      (key) => at(rule, key) !== undefined,
    );
    return isCluster && onlyPostgres && others.length === 0 ? theCluster : JSON.stringify(rule);
  });
}

function tagged(json: TerraformJson): Tagged[] {
  const byDefault = at(json.json, "provider", "aws", 0, "default_tags", 0, "tags") as object;
  const own = (path: string): object => at(json.json, "resource", ...path.split("."), "tags") ?? {};
  return [
    ...resourcesWith(json, "tags").map((resource) => {
      const what = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
      return { what, tags: { ...byDefault, ...own(what) } };
    }),
    // machines and disks inherit nothing
    ...listAt(json.one("aws_launch_template"), "tag_specifications").map((specification) => ({
      what: `${String(at(specification, "resource_type"))} of the node group`,
      tags: at(specification, "tags") as Record<string, unknown>,
    })),
  ];
}
