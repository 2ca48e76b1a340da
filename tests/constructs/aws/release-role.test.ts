import { AwsContainerRegistry } from "../../../constructs/aws/container-registry";
import { AwsReleaseRole, type AwsReleaseRoleProps, type TrustedJobs } from "../../../constructs/aws/release-role";
import { at, listAt } from "../../support/at";
import { constructJson, dependencies, remembered } from "../../support/construct-json";
import { cluster, database, network } from "./fixtures";

const github: TrustedJobs = {
  id: "github",
  issuer: "token.actions.githubusercontent.com",
  audience: "sts.amazonaws.com",
  subjects: ["repo:team/shop:environment:prod"],
};
const semaphore: TrustedJobs = {
  id: "semaphore",
  issuer: "team.semaphoreci.com",
  audience: "https://team.semaphoreci.com",
  subjects: ["org:team:project:p:repo:shop:ref_type:branch:ref:refs/heads/master", "org:team:ref:refs/tags/hotfix*"],
};

const made = remembered((props: Partial<AwsReleaseRoleProps>) =>
  constructJson((stack) => {
    const vpc = network(stack);
    return new AwsReleaseRole(stack, "release", {
      name: "team-release",
      region: "eu-central-1",
      accountId: "123456789012",
      trusted: [github],
      createIdentityProviders: true,
      registry: new AwsContainerRegistry(stack, "registry", {
        repositoryName: "team/shop",
        imageRepository: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/shop",
        region: "eu-central-1",
        keepImages: 20,
        forceDelete: false,
      }),
      cluster: cluster(stack, { adminArns: [], network: vpc }),
      database: database(stack, vpc),
      ...props,
    });
  }),
);
const role = (props: Partial<AwsReleaseRoleProps> = {}) => made(props).resource("aws_iam_role", "release_role");
const statements = (policy: unknown): unknown[] => listAt(JSON.parse(String(policy)), "Statement");
const trust = (trusted: readonly TrustedJobs[]) => statements(at(role({ trusted }), "assume_role_policy"));

const trustsGithub = {
  Effect: "Allow",
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
  Condition: {
    StringEquals: {
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": ["repo:team/shop:environment:prod"],
    },
  },
};
const trustsSemaphore = {
  Effect: "Allow",
  Action: "sts:AssumeRoleWithWebIdentity",
  Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/team.semaphoreci.com" },
  Condition: {
    StringEquals: { "team.semaphoreci.com:aud": "https://team.semaphoreci.com" },
    StringLike: { "team.semaphoreci.com:sub": semaphore.subjects },
  },
};

describe("Who may take on the AwsReleaseRole", () => {
  test("CKV_AWS_393: jobs of one repository in one environment of GitHub, word by word", () => {
    expect(trust([github])).toEqual([trustsGithub]);
  });

  test("jobs of Semaphore on one branch and on tags of a pattern", () => {
    expect(trust([semaphore])).toEqual([trustsSemaphore]);
  });

  test("both, each under its own conditions", () => {
    expect(trust([github, semaphore])).toEqual([trustsGithub, trustsSemaphore]);
  });

  test("a star is a pattern only where one is meant: what has none must match exactly", () => {
    const [statement] = trust([{ ...semaphore, subjects: ["org:team:project:p"] }]);
    expect(at(statement, "Condition")).toEqual({
      StringEquals: {
        "team.semaphoreci.com:aud": "https://team.semaphoreci.com",
        "team.semaphoreci.com:sub": ["org:team:project:p"],
      },
    });
  });
});

describe("The identity providers of AwsReleaseRole", () => {
  test("are made for each that is trusted, for its audience only, and before the role", () => {
    const json = made({ trusted: [github, semaphore] });
    expect(json.names("aws_iam_openid_connect_provider")).toEqual(["release_github", "release_semaphore"]);
    expect(json.resource("aws_iam_openid_connect_provider", "release_github")).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      client_id_list: ["sts.amazonaws.com"],
    });
    expect(json.resource("aws_iam_openid_connect_provider", "release_semaphore")).toMatchObject({
      url: "https://team.semaphoreci.com",
      client_id_list: ["https://team.semaphoreci.com"],
    });
    expect(dependencies(json.resource("aws_iam_role", "release_role"))).toEqual([
      "aws_iam_openid_connect_provider.release_github",
      "aws_iam_openid_connect_provider.release_semaphore",
    ]);
  });

  test("are left alone when the account has them: the role trusts the same ones", () => {
    const json = made({ trusted: [github, semaphore], createIdentityProviders: false });
    expect(json.names("aws_iam_openid_connect_provider")).toEqual([]);
    const existing = json.resource("aws_iam_role", "release_role");
    expect(dependencies(existing)).toEqual([]);
    expect(statements(at(existing, "assume_role_policy"))).toEqual([trustsGithub, trustsSemaphore]);
  });
});

describe("What the AwsReleaseRole may do", () => {
  const allowed = (props: Partial<AwsReleaseRoleProps> = {}) =>
    statements(at(made(props).resource("aws_iam_role_policy", "release_policy"), "policy"));
  const always = [
    { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:DescribeImageScanFindings",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: "${aws_ecr_repository.registry_repository.arn}",
    },
    { Effect: "Allow", Action: "eks:DescribeCluster", Resource: "${aws_eks_cluster.cluster.arn}" },
    {
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: "${aws_secretsmanager_secret_version.database_user-secret-version.arn}",
    },
  ];

  test("is to push images, find the cluster and read one password", () => {
    expect(allowed()).toEqual(always);
  });

  test("is to decrypt that password, and only through the service that keeps it, when a key of its own encrypts it", () => {
    const decrypts = {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: "arn:key",
      Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } },
    };
    const found = allowed({ keyArn: "arn:key" });
    expect(found).toHaveLength(always.length + 1);
    expect(found).toEqual(expect.arrayContaining([decrypts, ...always]));
  });

  test("is in a policy of its own role, and in no other", () => {
    const json = made();
    const holders = ["aws_iam_role_policy", "aws_iam_role_policy_attachment"].flatMap((type) =>
      json.names(type).filter((name) => at(json.resource(type, name), "role") === "${aws_iam_role.release_role.name}"),
    );
    expect(holders).toEqual(["release_policy"]);
    expect(role()).toMatchObject({ name: "team-release" });
    expect(role()).not.toHaveProperty("managed_policy_arns");
  });

  test("in Kubernetes is what is bound to its name, and nothing else", () => {
    const json = made();
    expect(json.only("aws_eks_access_entry")).toMatchObject({
      principal_arn: "${aws_iam_role.release_role.arn}",
      user_name: "team-release",
    });
    expect(json.only("aws_eks_access_entry")).not.toHaveProperty("kubernetes_groups");
    expect(json.names("aws_eks_access_policy_association")).toEqual([]);
  });
});
