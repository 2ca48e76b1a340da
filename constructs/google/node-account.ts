import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

export interface NodeAccountProps {
  /** Id of the account, at most 30 characters. */
  readonly accountId: string;
  readonly clusterName: string;
  readonly projectId: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The nodes' identity: it may write logs and metrics, and what others grant it. Nodes wait for its role. */
export function nodeAccount(scope: Construct, props: NodeAccountProps) {
  const account = new ServiceAccount(scope, "node-account", {
    accountId: props.accountId,
    displayName: `Nodes of ${props.clusterName}`,
    dependsOn: [...props.dependsOn],
  });
  const role = new ProjectIamMember(scope, "node-role", {
    project: props.projectId,
    role: "roles/container.defaultNodeServiceAccount",
    member: account.member,
  });
  return { account, role };
}
