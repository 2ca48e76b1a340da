import { after, type Edit, type Policy } from "../policy";
import { type Resource, text } from "../stack";
import {
  allowsOneOf,
  escalations,
  givesPermissions,
  isRead,
  readData,
  returnCredentials,
  withoutResource,
} from "./actions";
import { changePolicy, type Statement, statements } from "./statements";

const types = ["aws_iam_role_policy", "aws_iam_policy"];

const allowing = (resource: Resource): Statement[] =>
  statements(text(resource, "policy")).filter(({ allows }) => allows);

/** What is allowed for every resource that there is, under no condition. */
const unlimited = (resource: Resource): string[] =>
  allowing(resource).flatMap(({ resources, hasCondition, actions }) =>
    resources.includes("*") && !hasCondition ? actions : [],
  );

const allow = (Action: string | readonly string[], unseen?: string): Edit =>
  after(
    `it allows ${[Action].flat().join(" and ")} for everything`,
    (resource) => {
      changePolicy(resource, "policy", (all) => {
        all.push({ Effect: "Allow", Action, Resource: "*" });
      });
    },
    unseen,
  );

/** What roles may do. */
export const permissions: readonly Policy[] = [
  {
    id: "CKV_AWS_62",
    must: "not allow everything for everything",
    types,
    holds: (policy) => !unlimited(policy).includes("*"),
    broken: [allow("*")],
  },
  {
    id: "CKV_AWS_63",
    must: "name what it allows",
    types,
    holds: (policy) => !allowing(policy).some(({ actions }) => actions.includes("*")),
    broken: [
      after("it allows everything for one resource", (policy) => {
        changePolicy(policy, "policy", (all) => {
          all.push({ Effect: "Allow", Action: ["s3:GetObject", "*"], Resource: "arn:aws:s3:::bucket/*" });
        });
      }),
    ],
  },
  {
    id: "CKV2_AWS_40",
    must: "not allow everything about permissions",
    types,
    holds: (policy) => !allowing(policy).some(({ actions }) => actions.some((action) => /^(iam:)?\*$/.test(action))),
    broken: [allow("iam:*"), allow("*")],
  },
  {
    id: "CKV_AWS_286",
    must: "not let anybody become more powerful",
    types,
    holds: (policy) =>
      !escalations.some((steps) =>
        steps.every((step) => unlimited(policy).some((action) => allowsOneOf(action, [step]))),
      ),
    broken: escalations.map((steps) => allow(steps)),
  },
  {
    id: "CKV_AWS_287",
    must: "not hand out credentials",
    types,
    // those that are about no resource are allowed whatever resource is named
    holds: (policy) =>
      !unlimited(policy).some((action) => allowsOneOf(action, returnCredentials)) &&
      !allowing(policy).some(({ actions, hasCondition }) => actions.includes("*") && !hasCondition),
    broken: returnCredentials.map((action) => allow(action)),
  },
  {
    id: "CKV_AWS_288",
    must: "not read what others have stored",
    types,
    holds: (policy) => !unlimited(policy).some((action) => allowsOneOf(action, readData)),
    broken: readData.map((action) => allow(action)),
  },
  {
    id: "CKV_AWS_289",
    must: "change permissions of named resources only",
    types,
    holds: (policy) => !unlimited(policy).some((action) => givesPermissions(action) || action.includes("*")),
    broken: ["iam:PassRole", "ecr:SetRepositoryPolicy", "kms:CreateGrant", "iam:*"].map((action) => allow(action)),
  },
  {
    id: "CKV_AWS_290",
    must: "change named resources only",
    types,
    holds: (policy) =>
      unlimited(policy).every(
        (action) => isRead(action) || givesPermissions(action) || withoutResource.includes(action),
      ),
    broken: ["ec2:CreateSecurityGroup", "ecr:PutImage", "elasticloadbalancing:DeleteListener"].map((action) =>
      allow(action),
    ),
  },
  {
    id: "CKV_AWS_355",
    must: "name the resources, wherever an action is about any",
    types,
    holds: (policy) => unlimited(policy).every((action) => withoutResource.includes(action)),
    broken: ["acm:DescribeCertificate", "eks:DescribeCluster", "ec2:GetSecurityGroupsForVpc"].map((action) =>
      allow(action),
    ),
  },
  {
    id: "OWN_AWS_ACTIONS_NAMED",
    must: "name every action in full, and what is allowed rather than what is not",
    types,
    holds: (policy) =>
      allowing(policy).every(
        ({ actions, isInverted }) => !isInverted && actions.every((action) => /^[\w-]+:\w+$/.test(action)),
      ),
    broken: [
      after("it allows all actions of a service, for one resource", (policy) => {
        changePolicy(policy, "policy", (all) => {
          all.push({ Effect: "Allow", Action: "ecr:*", Resource: "arn:aws:ecr:*:111122223333:repository/demo" });
        });
      }),
      after("it allows all but one action", (policy) => {
        changePolicy(policy, "policy", (all) => {
          all.push({ Effect: "Allow", NotAction: "iam:CreateUser", Resource: "arn:aws:ecr:*:*:repository/demo" });
        });
      }),
    ],
  },
];
