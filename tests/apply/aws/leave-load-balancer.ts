import type { AwsEnvironment } from "../../../environments/schema/environment";
import { resourceName } from "../../../environments/schema/names";
import { run } from "../../terraform/harness/terraform-command";

/** Name of the load balancer, as the controller makes it from namespace and name of a Service. */
export const balancerName = "k8s-addressb-addressb";

/**
 * Makes what the AWS Load Balancer Controller makes for a Service, in the network that Terraform made: a balancer in
 * the public subnets, a target group, a security group, and a rule in the nodes' group that lets the balancer in.
 */
export async function leaveLoadBalancer(
  environment: AwsEnvironment,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const cluster = resourceName(environment);
  const tag = `Key=elbv2.k8s.aws/cluster,Value=${cluster}`;
  const aws = async (...args: readonly string[]): Promise<string> => {
    const all = ["--region", environment.region, "--output", "text", ...args];
    const { status, stdout, stderr } = await run("aws", all, {
      cwd: ".",
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...variables },
    });
    if (status !== 0) throw new Error(`aws ${args.join(" ")} ended with ${String(status)}: ${stderr}`);
    return stdout.trim();
  };

  const vpc = await aws("eks", "describe-cluster", "--name", cluster, "--query", "cluster.resourcesVpcConfig.vpcId");
  const nodes = await aws(
    ...["eks", "describe-cluster", "--name", cluster],
    ...["--query", "cluster.resourcesVpcConfig.clusterSecurityGroupId"],
  );
  const subnets = await aws(
    ...["ec2", "describe-subnets", "--query", "Subnets[].SubnetId"],
    ...["--filters", `Name=vpc-id,Values=${vpc}`, "Name=tag-key,Values=kubernetes.io/role/elb"],
  );
  const group = await aws(
    ...["ec2", "create-security-group", "--group-name", balancerName, "--description", "[k8s] Managed SecurityGroup"],
    ...["--vpc-id", vpc, "--query", "GroupId", "--tag-specifications", `ResourceType=security-group,Tags=[{${tag}}]`],
  );
  await aws(
    ...["ec2", "authorize-security-group-ingress", "--group-id", nodes],
    ...["--protocol", "tcp", "--port", "3000", "--source-group", group],
  );
  await aws(
    ...["elbv2", "create-load-balancer", "--name", balancerName, "--type", "network", "--scheme", "internet-facing"],
    ...["--security-groups", group, "--tags", tag, "--subnets", ...subnets.split(/\s+/)],
  );
  await aws(
    ...["elbv2", "create-target-group", "--name", balancerName, "--protocol", "TCP", "--port", "3000"],
    ...["--target-type", "ip", "--vpc-id", vpc, "--tags", tag],
  );
}
