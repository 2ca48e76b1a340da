import type { Outcome } from "../../../programs/local-programs";
import { alive, type CloudState, failed, printed, type Thing, writeKubeconfig } from "./cloud-state";

const tagsAre = ({ Tags = [] }: Thing, filters: readonly (readonly [string, string])[]): boolean =>
  filters.every(([key, value]) => Tags.some((tag) => tag.Key === key && tag.Value === value));

const groupsOf = (thing: Thing): unknown[] => (thing["Groups"] as { GroupId: string }[]).map(({ GroupId }) => GroupId);

const referredTo = (rule: Thing): unknown => (rule["ReferencedGroupInfo"] as Thing | undefined)?.["GroupId"];

const refused = (code: string, operation: string, message = "it is in use"): Outcome =>
  failed(`\nAn error occurred (${code}) when calling the ${operation} operation: ${message}`);

/** Answers as the command line of AWS does, with the rules that decide about the order of deletions. */
export function aws(state: CloudState, args: readonly string[], kubeconfig?: string): Outcome {
  const { account, cluster } = state;
  const option = (name: string): string => args[args.indexOf(name) + 1] ?? "";
  const values = (name: string): string[] => {
    const following = args.slice(args.indexOf(name) + 1);
    const end = following.findIndex((argument) => argument.startsWith("--"));
    return end < 0 ? following : following.slice(0, end);
  };
  const things = (kind: string): Thing[] => alive(account[kind]);
  const inVpc = (kind: string): Thing[] => {
    const [, vpc] = /Name=vpc-id,Values=(.+)/.exec(args.join(" ").split(" --region")[0] ?? "") ?? [];
    return things(kind).filter((thing) => thing["VpcId"] === vpc);
  };
  const withoutTags = (kind: string) => things(kind).map((thing) => ({ ...thing, Tags: undefined }));
  const remove = (thing: Thing | undefined, missing: Outcome, users: readonly Thing[], inUse: Outcome): Outcome => {
    if (thing === undefined) return missing;
    if (users.length > 0) return inUse;
    thing.goneAt = 0;
    return { status: 0, stdout: "", stderr: "" };
  };
  /** AWS is content when there is none. The interfaces of a balancer stay a little longer. */
  const removeBalancer = (kind: string, isIt: (thing: Thing) => boolean): Outcome => {
    for (const balancer of things(kind).filter(isIt)) {
      balancer.goneAt = 0;
      for (const one of things("NetworkInterfaces"))
        if (String(one["Description"]).includes(String(balancer["LoadBalancerName"])))
          one.goneAt = Date.now() + state.delay;
    }
    return { status: 0, stdout: "", stderr: "" };
  };

  const command = args.slice(0, 2).join(" ");
  switch (command) {
    case "sts get-caller-identity":
      return printed({ Account: state.accountId, Arn: `arn:aws:iam::${state.accountId}:user/somebody` });
    case "eks update-kubeconfig":
    case "eks describe-cluster":
      if (!cluster.exists)
        return refused(
          "ResourceNotFoundException",
          "DescribeCluster",
          `No cluster found for name: ${option("--name")}.`,
        );
      return command === "eks describe-cluster"
        ? printed({ cluster: cluster.description })
        : writeKubeconfig(state, kubeconfig);
    case "ec2 describe-vpcs": {
      const filters = values("--filters").map((filter): [string, string] => {
        const [, key = "", value = ""] = /^Name=tag:(.+),Values=(.+)$/.exec(filter) ?? [];
        return [key, value];
      });
      return printed({ Vpcs: things("Vpcs").filter((vpc) => tagsAre(vpc, filters)) });
    }
    case "elbv2 describe-load-balancers":
      return printed({ LoadBalancers: withoutTags("LoadBalancers") });
    case "elbv2 describe-target-groups":
      return printed({ TargetGroups: withoutTags("TargetGroups") });
    case "elb describe-load-balancers":
      return printed({ LoadBalancerDescriptions: withoutTags("ClassicLoadBalancers") });
    case "elbv2 describe-tags": {
      const arns = values("--resource-arns");
      if (arns.length > 20) return refused("ValidationError", "DescribeTags", "at most 20 resources can be named");
      const all = [...things("LoadBalancers"), ...things("TargetGroups")];
      return printed({
        TagDescriptions: all
          .map(({ LoadBalancerArn, TargetGroupArn, Tags }) => ({
            ResourceArn: LoadBalancerArn ?? TargetGroupArn,
            Tags,
          }))
          .filter(({ ResourceArn }) => arns.includes(String(ResourceArn))),
      });
    }
    case "elb describe-tags": {
      const names = values("--load-balancer-names");
      const described = things("ClassicLoadBalancers").filter((one) => names.includes(String(one["LoadBalancerName"])));
      return printed({ TagDescriptions: described });
    }
    case "ec2 describe-security-groups":
      return printed({ SecurityGroups: inVpc("SecurityGroups") });
    case "ec2 describe-network-interfaces":
      return printed({ NetworkInterfaces: inVpc("NetworkInterfaces") });
    case "ec2 describe-instances":
      return printed({ Reservations: [{ Instances: inVpc("Instances") }] });
    case "ec2 describe-nat-gateways":
      return printed({ NatGateways: inVpc("NatGateways") });
    case "ec2 describe-security-group-rules": {
      const group = option("--filters").replace("Name=group-id,Values=", "");
      return printed({ SecurityGroupRules: things("SecurityGroupRules").filter((rule) => rule["GroupId"] === group) });
    }
    case "elbv2 delete-load-balancer":
      return removeBalancer("LoadBalancers", (one) => one["LoadBalancerArn"] === option("--load-balancer-arn"));
    case "elb delete-load-balancer":
      return removeBalancer(
        "ClassicLoadBalancers",
        (one) => one["LoadBalancerName"] === option("--load-balancer-name"),
      );
    case "elbv2 delete-target-group": {
      const arn = option("--target-group-arn");
      return remove(
        things("TargetGroups").find((one) => one["TargetGroupArn"] === arn),
        refused("TargetGroupNotFound", "DeleteTargetGroup", "there is none"),
        things("LoadBalancers").filter(({ targetGroup }) => targetGroup === arn),
        refused("ResourceInUse", "DeleteTargetGroup"),
      );
    }
    case "ec2 delete-network-interface":
      return remove(
        things("NetworkInterfaces").find((one) => one["NetworkInterfaceId"] === option("--network-interface-id")),
        refused("InvalidNetworkInterfaceID.NotFound", "DeleteNetworkInterface", "there is none"),
        [],
        refused("InvalidParameterValue", "DeleteNetworkInterface"),
      );
    case "ec2 revoke-security-group-ingress":
    case "ec2 revoke-security-group-egress": {
      const [rule] = things("SecurityGroupRules").filter(
        (one) =>
          one["SecurityGroupRuleId"] === option("--security-group-rule-ids") &&
          one["GroupId"] === option("--group-id") &&
          one["IsEgress"] === command.endsWith("egress"),
      );
      return remove(
        rule,
        refused("InvalidPermission.NotFound", "RevokeSecurityGroup", "there is none"),
        [],
        failed(""),
      );
    }
    case "ec2 delete-security-group": {
      const id = option("--group-id");
      return remove(
        things("SecurityGroups").find((one) => one["GroupId"] === id),
        refused("InvalidGroup.NotFound", "DeleteSecurityGroup", "there is none"),
        [
          ...things("NetworkInterfaces").filter((one) => groupsOf(one).includes(id)),
          ...things("SecurityGroupRules").filter((rule) => rule["GroupId"] !== id && referredTo(rule) === id),
        ],
        refused("DependencyViolation", "DeleteSecurityGroup"),
      );
    }
    default:
      return failed(`aws: error: argument operation: Invalid choice: ${command}`);
  }
}
