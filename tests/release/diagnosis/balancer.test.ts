import { about, balancer, event, type Given, told } from "./support";

describe("a balancer without an address", () => {
  test.each<[string, Given, string[]]>([
    [
      "AWS: no subnets",
      {
        at: 60,
        cloud: "aws",
        services: [balancer()],
        events: [
          event(
            "FailedBuildModel",
            "Failed build model due to couldn't auto-discover subnets: unable to resolve at least one subnet (0 match VPC and tags: [kubernetes.io/role/elb])",
            about("Service", "addressbook-lb"),
          ),
        ],
      },
      [
        "service/addressbook-lb: the controller finds no subnets for the balancer: they carry a tag for balancers, by who may come",
        "  seen    FailedBuildModel: Failed build model due to couldn't auto-discover subnets: unable to resolve at least one subnet (0 match VPC and tags: [kubernetes.io/role/elb])",
        "  change  service.balancer.exposure: choose internet or internal; npx cdktf deploy sets the tags of the subnets",
        "  run     aws ec2 describe-subnets --filters Name=tag-key,Values=kubernetes.io/role/elb,kubernetes.io/role/internal-elb",
        "  note    it may pass by itself",
      ],
    ],
    [
      "AWS: no rights",
      {
        at: 60,
        cloud: "aws",
        services: [balancer()],
        events: [
          event(
            "FailedDeployModel",
            "Failed deploy model due to AccessDenied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: elasticloadbalancing:CreateLoadBalancer\n\tstatus code: 403, request id: 1",
            about("Service", "addressbook-lb"),
          ),
        ],
      },
      [
        "service/addressbook-lb: the controller that makes balancers lacks rights in the cloud",
        "  seen    FailedDeployModel: Failed deploy model due to AccessDenied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: elasticloadbalancing:CreateLoadBalancer status code: 403, request id: 1",
        "  run     npx cdktf deploy aws-demo",
        "  note    it may pass by itself",
      ],
    ],
    [
      "AWS: too many",
      {
        at: 60,
        cloud: "aws",
        services: [balancer()],
        events: [
          event(
            "SyncLoadBalancerFailed",
            "Error syncing load balancer: failed to ensure load balancer: TooManyLoadBalancers: Exceeded quota of account 123456789012",
            about("Service", "addressbook-lb"),
          ),
        ],
      },
      [
        "service/addressbook-lb: the account may have no more balancers",
        "  seen    SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer: TooManyLoadBalancers: Exceeded quota of account 123456789012",
        "  run     aws service-quotas list-service-quotas --service-code elasticloadbalancing",
        "  note    it may pass by itself",
      ],
    ],
    [
      "AWS: nobody makes it",
      { at: 240, services: [balancer()], events: [] },
      [
        "service/addressbook-lb: nothing makes the balancer: the AWS Load Balancer Controller is to be installed once",
        "  seen    no controller has said anything about it",
        "  run     kubectl --namespace kube-system get deployment aws-load-balancer-controller",
        "  note    it may pass by itself",
      ],
    ],
    [
      "Google: too many",
      {
        at: 60,
        cloud: "google",
        services: [balancer()],
        events: [
          event(
            "SyncLoadBalancerFailed",
            "Error syncing load balancer: failed to ensure load balancer: googleapi: Error 403: Quota 'IN_USE_ADDRESSES' exceeded. Limit: 8.0 in region europe-west1., quotaExceeded",
            about("Service", "addressbook-lb"),
          ),
        ],
      },
      [
        "service/addressbook-lb: the account may have no more balancers",
        "  seen    SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer: googleapi: Error 403: Quota 'IN_USE_ADDRESSES' exceeded. Limit: 8.0 in region europe-west1., quotaExceeded",
        "  run     gcloud compute project-info describe --flatten quotas --format 'table(quotas.metric,quotas.usage,quotas.limit)'",
        "  note    it may pass by itself",
      ],
    ],
    [
      "Google: nothing is said",
      { at: 240, cloud: "google", services: [balancer()], events: [] },
      [
        "service/addressbook-lb: the cloud has not given the balancer an address yet",
        "  seen    no controller has said anything about it",
        "  run     kubectl --namespace addressbook describe service addressbook-lb",
        "  note    it may pass by itself",
      ],
    ],
    [
      "DigitalOcean: too many",
      {
        at: 60,
        cloud: "digitalocean",
        services: [balancer()],
        events: [
          event(
            "SyncLoadBalancerFailed",
            'Error syncing load balancer: failed to ensure load balancer: POST https://api.digitalocean.com/v2/load_balancers: 422 (request "1") you have reached the limit of load balancers',
            about("Service", "addressbook-lb"),
          ),
        ],
      },
      [
        "service/addressbook-lb: the account may have no more balancers",
        '  seen    SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer: POST https://api.digitalocean.com/v2/load_balancers: 422 (request "1") you have reached the limit of load balancers',
        "  run     doctl compute load-balancer list",
        "  note    it may pass by itself",
      ],
    ],
    [
      "DigitalOcean: something else",
      {
        at: 60,
        cloud: "digitalocean",
        services: [balancer()],
        events: [
          event(
            "SyncLoadBalancerFailed",
            "Error syncing load balancer: failed to ensure load balancer: load-balancer is not yet active (current status: errored)",
            about("Service", "addressbook-lb"),
          ),
        ],
      },
      [
        "service/addressbook-lb: the cloud cannot make the balancer",
        "  seen    SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer: load-balancer is not yet active (current status: errored)",
        "  change  constructs/kubernetes/load-balancer.ts: its annotations are there",
        "  run     kubectl --namespace addressbook describe service addressbook-lb",
        "  note    it may pass by itself",
      ],
    ],
    [
      "no nodes",
      {
        at: 60,
        cloud: "google",
        services: [balancer()],
        events: [
          event(
            "UnAvailableLoadBalancer",
            "There are no available nodes for LoadBalancer",
            about("Service", "addressbook-lb"),
          ),
        ],
      },
      [
        "service/addressbook-lb: there are no nodes for the balancer",
        "  seen    UnAvailableLoadBalancer: There are no available nodes for LoadBalancer",
        "  run     kubectl --namespace addressbook get nodes",
        "  note    it may pass by itself",
      ],
    ],
    [
      "local",
      { at: 240, cloud: "local", services: [balancer()], events: [] },
      [
        "service/addressbook-lb: nothing in a local cluster makes a balancer: the environment's node port is to be used",
        "  seen    no controller has said anything about it",
        "  run     kubectl --namespace addressbook describe service addressbook-lb",
        "  note    it may pass by itself",
      ],
    ],
    ["the first minutes", { at: 60, services: [balancer()], events: [] }, []],
    [
      "an address",
      { at: 240, services: [balancer({ status: { loadBalancer: { ingress: [{ ip: "203.0.113.7" }] } } })], events: [] },
      [],
    ],
  ])("%s", (_title, given, expected) => {
    expect(told(given).split("\n")).toEqual(expected.length === 0 ? [""] : expected);
  });
});
