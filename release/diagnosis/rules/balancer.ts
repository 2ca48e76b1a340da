import type { Cloud } from "../../../environments/schema/environment";
import { kubectl } from "../commands";
import { eventsOf, shownEvent, timeOf } from "../events";
import type { Finding } from "../finding";
import type { World } from "../world";

/** Clouds take a minute or two for a balancer. Milliseconds. */
const patience = 180_000;

const failures = [
  "SyncLoadBalancerFailed",
  "CreatingLoadBalancerFailed",
  "FailedBuildModel",
  "FailedDeployModel",
  "UnAvailableLoadBalancer",
  "UnsupportedLoadBalancer",
];

type Cause = Pick<Finding, "id" | "cause" | "setting" | "command">;

/** Why the balancer has no address. The pods do not depend on it, so nothing here dooms a release. */
export function balancersWithoutAddress(world: World): Finding[] {
  const { snapshot, context, now } = world;
  return (snapshot.services ?? []).flatMap(({ metadata, spec, status }): Finding[] => {
    const name = metadata?.name ?? "";
    const hasAddress = (status?.loadBalancer?.ingress ?? []).length > 0;
    if (name !== `${context.service.name}-lb` || spec?.type !== "LoadBalancer" || hasAddress) return [];
    // the controller may have given up long before this release
    const event = eventsOf(snapshot.events ?? [], { kind: "Service", name, uid: metadata?.uid }, 0).find(({ reason }) =>
      failures.includes(reason ?? ""),
    );
    const isLate = now - (timeOf(metadata?.creationTimestamp) ?? now) > patience;
    if (event === undefined && !isLate) return [];
    const described = kubectl(context, "describe", "service", name);
    const cause =
      event === undefined ? withoutWord(context.environment.cloud, described) : withMessage(event.message ?? "", world);
    return [
      {
        subject: `service/${name}`,
        evidence: [event === undefined ? "no controller has said anything about it" : shownEvent(event)],
        command: described,
        doomed: false,
        ...cause,
      },
    ];
  });
}

function withMessage(message: string, { context }: World): Cause {
  const { environment } = context;
  if (/subnet/i.test(message))
    return {
      id: "balancer-subnets",
      cause: "the controller finds no subnets for the balancer: they carry a tag for balancers, by who may come",
      setting: {
        path: "service.balancer.exposure",
        advice: "choose internet or internal; npx cdktf deploy sets the tags of the subnets",
      },
      command:
        "aws ec2 describe-subnets --filters Name=tag-key,Values=kubernetes.io/role/elb,kubernetes.io/role/internal-elb",
    };
  if (/quota|limit|TooMany|exceeded|maximum/i.test(message))
    return {
      id: "balancer-quota",
      cause: "the account may have no more balancers",
      command: quotaCommand(environment.cloud) ?? kubectl(context, "get", "services"),
    };
  if (/AccessDenied|not authorized|UnauthorizedOperation|Forbidden|\b40[13]\b/i.test(message))
    return {
      id: "balancer-rights",
      cause: "the controller that makes balancers lacks rights in the cloud",
      command: `npx cdktf deploy ${environment.name}`,
    };
  if (/no available nodes/i.test(message))
    return {
      id: "balancer-nodes",
      cause: "there are no nodes for the balancer",
      command: kubectl(context, "get", "nodes"),
    };
  return {
    id: "balancer-failed",
    cause: "the cloud cannot make the balancer",
    setting: { path: "constructs/kubernetes/load-balancer.ts", advice: "its annotations are there" },
  };
}

function withoutWord(cloud: Cloud, command: string): Cause {
  const id = "balancer-pending";
  if (cloud === "aws")
    return {
      id,
      cause: "nothing makes the balancer: the AWS Load Balancer Controller is to be installed once",
      command: "kubectl --namespace kube-system get deployment aws-load-balancer-controller",
    };
  if (cloud === "local")
    return {
      id,
      cause: "nothing in a local cluster makes a balancer: the environment's node port is to be used",
      command,
    };
  return { id, cause: "the cloud has not given the balancer an address yet", command };
}

function quotaCommand(cloud: Cloud): string | undefined {
  switch (cloud) {
    case "aws":
      return "aws service-quotas list-service-quotas --service-code elasticloadbalancing";
    case "google":
      return "gcloud compute project-info describe --flatten quotas --format 'table(quotas.metric,quotas.usage,quotas.limit)'";
    case "digitalocean":
      return "doctl compute load-balancer list";
    case "local":
      return undefined;
  }
}
