import { after, type Edit, forbidden, type Policy } from "../policy";
import { list, put, type Resource } from "../stack";

const types = ["aws_iam_role", "aws_iam_role_policy_attachment"];

/** The policies of AWS that something is given. */
const given = (resource: Resource): string[] =>
  [...list(resource, "policy_arn"), ...list(resource, "managed_policy_arns")].map(String);

const give = (name: string): Edit =>
  after(`${name} is given`, (resource) => {
    const arn = `arn:aws:iam::aws:policy/${name}`;
    if (resource.type === "aws_iam_role") put(resource, "managed_policy_arns", [arn]);
    else put(resource, "policy_arn", arn);
  });

/** Who there is, and what they are given of the policies that AWS has made. */
export const identity: readonly Policy[] = [
  {
    id: "CKV_AWS_274",
    must: "not give all permissions that there are",
    types,
    holds: (resource) => !given(resource).some((arn) => arn.endsWith("policy/AdministratorAccess")),
    broken: [give("AdministratorAccess")],
  },
  {
    id: "CKV2_AWS_56",
    must: "not give all permissions over permissions",
    types,
    holds: (resource) => !given(resource).some((arn) => arn.includes("IAMFullAccess")),
    broken: [give("IAMFullAccess")],
  },
  {
    id: "CKV_AWS_273",
    must: "not be there: people come from where the organization keeps them",
    ...forbidden("aws_iam_user", { name: "jenkins" }),
  },
  {
    id: "OWN_AWS_ACCESS_KEY",
    must: "not be there: it never expires, and Terraform keeps it in the state",
    ...forbidden("aws_iam_access_key", { user: "jenkins" }),
  },
];
