import type { Behaviour } from "../behaviour";
import { byApi, oneOf } from "../rules";
import { isSet, known } from "../values";
import { arnOf, textOf } from "./made-of";
import { arn, clusterName } from "./own-rules";
import { api, source } from "./source";

/** Who may use the cluster, and what its pods may do in AWS. */
export const clusterAccess = {
  aws_eks_access_entry: {
    source: source("eks/access_entry.go"),
    rules: {
      cluster_name: clusterName,
      principal_arn: arn,
      type: oneOf("EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "STANDARD"),
    },
    relations: [
      byApi(api("eks", "CreateAccessEntry"), {
        arguments: ["kubernetes_groups", "type"],
        must: "`kubernetes_groups` must be set for a `type` of STANDARD only",
        holds: (settings) =>
          !isSet(settings, "kubernetes_groups") || (known(settings, "type") ?? "STANDARD") === "STANDARD",
        wrong: { type: "EC2_LINUX", kubernetes_groups: ["viewers"] },
      }),
    ],
    replacedBy: ["cluster_name", "principal_arn", "type"],
    defaults: { type: "STANDARD" },
    filledIn: ["kubernetes_groups", "user_name"],
    answers: (settings, cloud) => {
      const cluster = textOf(settings, "cluster_name", "cluster");
      const principal = textOf(settings, "principal_arn", "principal");
      return {
        id: `${cluster}:${principal}`,
        access_entry_arn: arnOf(
          cloud,
          "eks",
          `access-entry/${cluster}/role/${principal.split("/").at(-1) ?? ""}/${cloud.uuid()}`,
        ),
        created_at: "2026-01-01T00:00:00Z",
        kubernetes_groups: [],
        modified_at: "2026-01-01T00:00:00Z",
        user_name: principal,
      };
    },
  },
  aws_eks_access_policy_association: {
    source: source("eks/access_policy_association.go"),
    rules: {
      cluster_name: clusterName,
      policy_arn: arn,
      principal_arn: arn,
      "access_scope.type": byApi(api("eks", "AccessScope"), oneOf("cluster", "namespace")),
    },
    relations: [
      byApi(api("eks", "AccessScope"), {
        arguments: ["access_scope.namespaces", "access_scope.type"],
        must: "`access_scope.namespaces` must be set when `access_scope.type` is namespace, and only then",
        holds: (settings) =>
          isSet(settings, "access_scope.namespaces") === (known(settings, "access_scope.type") === "namespace"),
        wrong: { "access_scope.type": "namespace" },
      }),
    ],
    replacedBy: ["access_scope.namespaces", "access_scope.type", "cluster_name", "policy_arn", "principal_arn"],
    answers: (settings) => ({
      id: ["cluster_name", "principal_arn", "policy_arn"].map((name) => textOf(settings, name, name)).join("#"),
      associated_at: "2026-01-01 00:00:00 +0000 UTC",
      modified_at: "2026-01-01 00:00:00 +0000 UTC",
    }),
  },
  aws_eks_pod_identity_association: {
    source: source("eks/pod_identity_association.go"),
    rules: { role_arn: arn, target_role_arn: arn },
    replacedBy: ["cluster_name", "namespace", "service_account"],
    defaults: { disable_session_tags: false },
    filledIn: ["disable_session_tags"],
    answers: (settings, cloud) => {
      const id = `a-${cloud.hex(17)}`;
      return {
        id,
        association_arn: arnOf(
          cloud,
          "eks",
          `podidentityassociation/${textOf(settings, "cluster_name", "cluster")}/${id}`,
        ),
        association_id: id,
        external_id: "",
      };
    },
  },
} satisfies Readonly<Record<string, Behaviour>>;
