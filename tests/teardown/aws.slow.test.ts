import { environment, minimal } from "../support/environments";
import {
  balancerService,
  clusterName,
  example,
  group,
  loadBalancer,
  networkInterface,
  tagList,
  together,
} from "./fakes/example-cloud";
import { type CloudState, secret } from "./fakes/cloud-state";
import { FakeCloud } from "./fakes/fake-cloud";
import { runPredestroy } from "./fakes/run-predestroy";

const aws = environment("minimal-aws", minimal.aws);

let cloud: FakeCloud;
const play = (change: Partial<CloudState> = {}): void => {
  cloud = new FakeCloud({ ...example, ...change });
};
afterEach(() => {
  cloud.dispose();
});
const service = "delete /api/v1/namespaces/addressbook/services/addressbook-lb";
const absent = { exists: false, context: "", description: {} };

/** Ids of what is not the cluster's and has to stay. */
const untouched = {
  SecurityGroups: ["sg-default", "sg-database", "sg-eks"],
  NetworkInterfaces: ["eni-node", "eni-control-plane", "eni-database", "eni-nat", "eni-fork"],
};

const remaining = () => ({
  SecurityGroups: cloud.remaining("SecurityGroups", "GroupId"),
  NetworkInterfaces: cloud.remaining("NetworkInterfaces", "NetworkInterfaceId"),
});

describe("An environment on AWS", () => {
  test("loses what has a balancer first, and then what is left, and nothing else", async () => {
    play();
    const { result, asked } = await runPredestroy(cloud, aws);

    expect(result.problem).toBeUndefined();
    expect(asked).toBe(1);
    expect(cloud.changes).toEqual([
      service,
      "elb delete-load-balancer",
      "ec2 delete-network-interface",
      "ec2 revoke-security-group-ingress",
      "ec2 delete-security-group",
    ]);
    expect(result.removed).toEqual([
      "Service addressbook/addressbook-lb",
      "classic load balancer a0123",
      "network interface eni-pods (aws-K8S-i-0)",
      "security group sg-traffic (k8s-traffic)",
    ]);
    expect(remaining()).toEqual(untouched);
    expect(cloud.remaining("SecurityGroupRules", "SecurityGroupRuleId")).toEqual(["sgr-nodes", "sgr-out"]);
    expect(result.next).toEqual(["npx cdktf destroy minimal-aws"]);
  });

  test("is found clean the second time, and nobody is asked", async () => {
    play();
    await runPredestroy(cloud, aws);
    const { length } = cloud.changes;
    const { result, asked } = await runPredestroy(cloud, aws);

    expect(result).toMatchObject({ objects: [], leftovers: [], removed: [], next: ["npx cdktf destroy minimal-aws"] });
    expect(asked).toBe(0);
    expect(cloud.changes).toHaveLength(length);
  });

  test("loses by its tags what a controller left that is gone, however AWS orders it", async () => {
    // the nodes and the control plane went with the cluster
    const { NetworkInterfaces = [] } = example.account;
    const others = NetworkInterfaces.filter(
      (one) => !/^eni-(node|control-plane)$/.test(String(one["NetworkInterfaceId"])),
    );
    play({ cluster: absent, account: { ...example.account, NetworkInterfaces: others } });
    const { result } = await runPredestroy(cloud, aws);

    expect(result.problem).toBeUndefined();
    expect(result.cluster).toEqual({ name: clusterName, state: "absent" });
    expect(new Set(result.removed)).toEqual(
      new Set([
        "load balancer k8s-lb",
        "classic load balancer a0123",
        "target group k8s-tg",
        "network interface eni-pods (aws-K8S-i-0)",
        "security group sg-balancer (k8s-balancer)",
        "security group sg-traffic (k8s-traffic)",
        "security group sg-eks (eks-cluster-sg)",
      ]),
    );
  });

  test("has its plan made, and nothing else done, in a dry run", async () => {
    play();
    const { result, asked } = await runPredestroy(cloud, aws, { dryRun: true });

    expect(cloud.changes).toEqual([]);
    expect(asked).toBe(0);
    expect(result.objects).toEqual([
      {
        kind: "Service",
        name: "addressbook/addressbook-lb",
        address: "k8s-lb.elb.eu-central-1.amazonaws.com",
      },
    ]);
    expect(result.leftovers.map(({ type, name }) => `${type} ${name}`)).toEqual([
      "load balancer k8s-lb",
      "classic load balancer a0123",
      "target group k8s-tg",
      "network interface aws-K8S-i-0",
      "security group k8s-balancer",
      "security group k8s-traffic",
    ]);
    expect(result.next).toEqual(["npm run predestroy -- --environment minimal-aws", "npx cdktf destroy minimal-aws"]);
  });

  test("is to be deployed first when the cloud still protects the cluster", async () => {
    const description = { ...example.cluster.description, deletionProtection: true };
    play({ cluster: { ...example.cluster, description } });
    const { result } = await runPredestroy(cloud, aws);

    expect(result.next).toEqual(["npx cdktf deploy minimal-aws", "npx cdktf destroy minimal-aws"]);
  });

  test("is refused with the credentials of another account, before anything else is asked", async () => {
    play({ accountId: "999999999999" });

    await expect(runPredestroy(cloud, aws)).rejects.toThrow(
      "environments/minimal-aws.ts has 1 problem:\n" +
        "  - `accountId` must be the account of the credentials in use (999999999999, arn:aws:iam::999999999999:user/somebody), " +
        'got: "123456789012"; log in to the account of the environment',
    );
    expect(cloud.calls.map(({ args }) => args.slice(0, 2))).toEqual([["sts", "get-caller-identity"]]);
  });

  test("asks its own region only", async () => {
    play();
    await runPredestroy(cloud, aws);
    const calls = cloud.calls.filter(({ program }) => program === "aws");

    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter(({ args }) => args[args.indexOf("--region") + 1] !== "eu-central-1")).toEqual([]);
  });
});

describe("What others put into the VPC", () => {
  const foreign = {
    LoadBalancers: [loadBalancer("legacy", tagList({ team: "web" }))],
    SecurityGroups: [group("sg-guard", "GuardDutyManagedSecurityGroup", tagList({ GuardDutyManaged: "true" }))],
    NetworkInterfaces: [
      networkInterface("eni-legacy", "ELB net/legacy/1"),
      networkInterface("eni-bastion", "", {
        Attachment: { InstanceId: "i-bastion" },
        Groups: [{ GroupId: "sg-eks" }],
        TagSet: tagList({ owner: "ops" }),
      }),
      networkInterface("eni-guard", "VPC Endpoint Interface vpce-1", {
        Groups: [{ GroupId: "sg-guard" }],
        RequesterId: "727180483921",
      }),
      networkInterface("eni-old-plugin", "aws-K8S-i-8", { Status: "available", Groups: [{ GroupId: "sg-eks" }] }),
      networkInterface("eni-other-cluster", "aws-K8S-i-9", {
        Status: "available",
        TagSet: tagList({ "cluster.k8s.amazonaws.com/name": "another", "node.k8s.amazonaws.com/instance_id": "i-9" }),
      }),
    ],
    Instances: [{ InstanceId: "i-bastion", VpcId: "vpc-own", Tags: tagList({ Name: "bastion" }) }],
  };
  const things = [
    { type: "load balancer", id: "legacy", owner: "tagged team=web" },
    { type: "network interface", id: "eni-bastion", owner: "EC2 instance i-bastion (bastion)" },
    {
      type: "network interface",
      id: "eni-guard",
      owner: "VPC Endpoint Interface vpce-1, requested by 727180483921, without tags",
    },
    { type: "network interface", id: "eni-old-plugin", owner: "aws-K8S-i-8, without tags" },
    {
      type: "network interface",
      id: "eni-other-cluster",
      owner: "aws-K8S-i-9, tagged cluster.k8s.amazonaws.com/name=another, node.k8s.amazonaws.com/instance_id=i-9",
    },
    {
      type: "security group",
      id: "sg-guard",
      owner: "GuardDutyManagedSecurityGroup (group GuardDutyManagedSecurityGroup), tagged GuardDutyManaged=true",
    },
  ];

  test("is listed with its owner and not touched, and what is the cluster's is deleted all the same", async () => {
    play({ account: together(example.account, foreign) });
    const { result } = await runPredestroy(cloud, aws);

    expect(result.foreign).toEqual(things);
    expect(result.removed).toHaveLength(4);
    expect(remaining()).toEqual({
      SecurityGroups: [...untouched.SecurityGroups, "sg-guard"],
      NetworkInterfaces: [
        ...untouched.NetworkInterfaces,
        ...["eni-legacy", "eni-bastion", "eni-guard", "eni-old-plugin", "eni-other-cluster"],
      ],
    });
    expect(cloud.remaining("LoadBalancers", "LoadBalancerName")).toEqual(["legacy"]);
    expect(result.problem).toMatch(
      /^the VPC cannot be deleted as long as others use it \(load balancer legacy: tagged team=web; .*\); they are not touched, delete them yourself$/,
    );
    expect(result.next).toEqual(["npm run predestroy -- --environment minimal-aws"]);
  });

  test("is a reason to fail in a dry run too", async () => {
    play({ account: together(example.account, foreign) });
    const { result } = await runPredestroy(cloud, aws, { dryRun: true });

    expect(result.foreign).toEqual(things);
    expect(result.problem).toContain("security group sg-guard");
    expect(cloud.changes).toEqual([]);
  });

  test("stays when it is in another VPC, whatever its name is", async () => {
    const elsewhere = {
      LoadBalancers: [{ ...loadBalancer("k8s-elsewhere", []), VpcId: "vpc-other" }],
      SecurityGroups: [{ ...group("sg-elsewhere", "k8s-elsewhere"), VpcId: "vpc-other" }],
      TargetGroups: [{ TargetGroupArn: "arn:tg", TargetGroupName: "plain", VpcId: "vpc-own", Tags: [] }],
    };
    play({ account: together(example.account, elsewhere) });
    const { result } = await runPredestroy(cloud, aws);

    expect(result).toMatchObject({ foreign: [], next: ["npx cdktf destroy minimal-aws"] });
    expect(cloud.remaining("LoadBalancers", "LoadBalancerName")).toEqual(["k8s-elsewhere"]);
    expect(cloud.remaining("TargetGroups", "TargetGroupName")).toEqual(["plain"]);
  });
});

describe("What stays on AWS", () => {
  test("is told with who uses it when the time is up", async () => {
    const account = together(example.account, {
      NetworkInterfaces: [networkInterface("eni-in-use", "by hand", { Groups: [{ GroupId: "sg-traffic" }] })],
    });
    play({ account });
    const { result } = await runPredestroy(cloud, aws, { timeoutSeconds: 1 });

    expect(result.problem).toBe("after 1 s there is still security group sg-traffic (k8s-traffic), used by eni-in-use");
    expect(result.removed).not.toContain("security group sg-traffic (k8s-traffic)");
    expect(result.next).toEqual(["npm run predestroy -- --environment minimal-aws"]);
  });

  test("is told at once when AWS forbids it", async () => {
    const message =
      "An error occurred (OperationNotPermitted) when calling the DeleteLoadBalancer operation: Load balancer 'a0123' cannot be deleted because deletion protection is enabled";
    play({ refusals: { "aws elb delete-load-balancer": message } });
    const { result } = await runPredestroy(cloud, aws);

    expect(result.problem).toBe(`\`aws elb delete-load-balancer\` failed: ${message}`);
    expect(result.removed).toEqual(["Service addressbook/addressbook-lb"]);
  });

  test("is found by its tags when the cluster is skipped, and the controller will not come back", async () => {
    play({ cluster: { ...example.cluster, refusal: "Unable to connect to the server: dial tcp: i/o timeout" } });
    const { result } = await runPredestroy(cloud, aws, { skipCluster: true });

    expect(result).toMatchObject({ cluster: { name: clusterName, state: "skipped" }, problem: undefined });
    expect(result.removed).toContain("load balancer k8s-lb");
    expect(cloud.calls.filter(({ program }) => program === "kubectl")).toEqual([]);
    expect(remaining()).toEqual(untouched);
  });
});

describe("The network", () => {
  test("may be gone: target groups outlive it", async () => {
    const { TargetGroups = [] } = example.account;
    const empty = Object.fromEntries(Object.keys(example.account).map((kind) => [kind, []]));
    play({ cluster: absent, objects: [], account: { ...empty, TargetGroups } });
    const { result } = await runPredestroy(cloud, aws);

    expect(result).toMatchObject({ removed: ["target group k8s-tg"], next: ["npx cdktf destroy minimal-aws"] });
  });

  test("is the cluster's when another has the same tags; without the cluster none is taken", async () => {
    const copy = {
      Vpcs: [{ VpcId: "vpc-copy", Tags: tagList({ project: "addressbook", environment: "minimal-aws" }) }],
    };
    play({ account: together(copy, example.account) });
    expect((await runPredestroy(cloud, aws, { dryRun: true })).result.leftovers).toHaveLength(6);
    cloud.dispose();

    play({ account: together(copy, example.account), cluster: absent });
    await expect(runPredestroy(cloud, aws)).rejects.toThrow(
      "2 VPCs have the tags project=addressbook and environment=minimal-aws: vpc-copy, vpc-own; take the tags away from those that Terraform does not know",
    );
    expect(cloud.changes).toEqual([]);
  });
});

test("more than twenty balancers are asked for their tags in turns", async () => {
  const tags = tagList({ "elbv2.k8s.aws/cluster": clusterName });
  const many = Array.from({ length: 41 }, (_, index) => loadBalancer(`k8s-${index}`, tags));
  play({ account: together(example.account, { LoadBalancers: many }) });
  const { result } = await runPredestroy(cloud, aws, { dryRun: true });

  expect(result.foreign).toEqual([]);
  expect(result.leftovers).toHaveLength(6 + 41);
});

test("nothing of the kubeconfig is told, and the user's own is never used", async () => {
  play({ objects: [balancerService] });
  const { result, said } = await runPredestroy(cloud, aws);
  const own = cloud.calls.filter(({ kubeconfig }) => kubeconfig !== undefined);

  expect(JSON.stringify([result, said])).not.toContain(secret);
  expect(own.length).toBeGreaterThan(4);
  expect(own.filter(({ kubeconfig, mode }) => !kubeconfig?.startsWith(cloud.temporary) || mode !== 0o600)).toEqual([]);
  expect(cloud.calls.filter(({ program, kubeconfig }) => program === "kubectl" && kubeconfig === undefined)).toEqual(
    [],
  );
  expect(cloud.left).toEqual([]);
});
