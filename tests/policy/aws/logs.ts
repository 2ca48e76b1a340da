import { after, is, isSet, type Policy, when, without } from "../policy";
import { list, type Resource, type Stack, text } from "../stack";
import { isEncryptedWithOwnKey } from "./keys";

/** Names of the log groups that AWS makes for what is exported, unless they are there. */
function groupNames(exporter: Resource): string[] {
  switch (exporter.type) {
    case "aws_eks_cluster":
      return list(exporter, "enabled_cluster_log_types").length > 0
        ? [`/aws/eks/${text(exporter, "name")}/cluster`]
        : [];
    case "aws_db_instance":
      return list(exporter, "enabled_cloudwatch_logs_exports").map(
        (kind) => `/aws/rds/instance/${text(exporter, "identifier")}/${String(kind)}`,
      );
    default:
      return [];
  }
}

/** Whether a group of that name is there, keeps logs for a time, and is made before its exporter. */
function isPrepared(name: string, exporter: Resource, stack: Stack): boolean {
  return stack
    .all("aws_cloudwatch_log_group")
    .some(
      (group) =>
        text(group, "name") === name &&
        Number(text(group, "retention_in_days")) > 0 &&
        list(exporter, "depends_on").includes(group.address),
    );
}

export const logs: readonly Policy[] = [
  {
    id: "CKV_AWS_66",
    must: "say for how long it keeps logs",
    types: ["aws_cloudwatch_log_group"],
    ...isSet("retention_in_days"),
  },
  {
    id: "CKV_AWS_338",
    must: "keep logs for a year",
    types: ["aws_cloudwatch_log_group"],
    // zero is for ever
    holds: (group) => text(group, "retention_in_days") === "0" || Number(text(group, "retention_in_days")) >= 365,
    broken: [when("retention_in_days", 180), without("retention_in_days")],
  },
  {
    id: "CKV_AWS_158",
    must: "be encrypted with a key of one's own",
    types: ["aws_cloudwatch_log_group"],
    ...isEncryptedWithOwnKey("kms_key_id", "it is content with any text"),
  },
  {
    id: "CKV_AWS_37",
    must: "log everything that there is",
    types: ["aws_eks_cluster"],
    holds: (cluster) =>
      ["api", "audit", "authenticator", "controllerManager", "scheduler"].every((type) =>
        list(cluster, "enabled_cluster_log_types").includes(type),
      ),
    broken: [
      without("enabled_cluster_log_types"),
      when("enabled_cluster_log_types", ["api", "audit", "authenticator"]),
    ],
  },
  {
    id: "CKV_AWS_129",
    must: "have its logs exported",
    types: ["aws_db_instance"],
    holds: (instance) => list(instance, "enabled_cloudwatch_logs_exports").length > 0,
    broken: [without("enabled_cloudwatch_logs_exports"), when("enabled_cloudwatch_logs_exports", [])],
  },
  {
    id: "OWN_AWS_LOGS_AUDITED",
    partOf: "CKV_AWS_37",
    must: "log who did what, which costs little",
    types: ["aws_eks_cluster"],
    holds: (cluster) =>
      ["audit", "authenticator"].every((type) => list(cluster, "enabled_cluster_log_types").includes(type)),
    broken: [when("enabled_cluster_log_types", ["api", "scheduler", "controllerManager"])],
  },
  {
    id: "OWN_AWS_LOGS_PREPARED",
    must: "find a log group for each kind that it exports; what AWS makes by itself keeps logs for ever",
    types: ["aws_eks_cluster", "aws_db_instance"],
    holds: (exporter, stack) => groupNames(exporter).every((name) => isPrepared(name, exporter, stack)),
    broken: [
      after("the groups are taken out", (_, stack) => {
        for (const group of stack.all("aws_cloudwatch_log_group")) stack.remove(group);
      }),
      after("the groups have other names", (_, stack) => {
        for (const group of stack.all("aws_cloudwatch_log_group")) group.settings["name"] = "/elsewhere";
      }),
      after("the groups keep logs for ever", (_, stack) => {
        for (const group of stack.all("aws_cloudwatch_log_group")) group.settings["retention_in_days"] = 0;
      }),
      without("depends_on"),
    ],
  },
  {
    id: "OWN_AWS_TRAFFIC_LOGGED",
    must: "log all traffic, to a group that is there",
    types: ["aws_flow_log"],
    holds: (log, stack) =>
      text(log, "traffic_type") === "ALL" &&
      stack.targets(text(log, "log_destination")).some(({ type }) => type === "aws_cloudwatch_log_group"),
    broken: [...is("traffic_type", "ALL", "REJECT").broken, without("log_destination")],
  },
];
