import { statements } from "./statements";

test("statements of IAM are read in each of the ways that AWS has to write them", () => {
  const written = [
    { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Principal: "*" },
    {
      Effect: "Deny",
      NotAction: ["s3:*"],
      Resource: ["a", "b"],
      Principal: { AWS: ["1", "2"], Service: "ec2.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": ["1", "2"] } },
    },
  ];
  const read = (Statement: unknown) =>
    statements(JSON.stringify({ Statement })).map(({ condition, ...rest }) => ({
      ...rest,
      accounts: condition("StringEquals", "aws:SourceAccount"),
    }));
  const first = {
    allows: true,
    actions: ["s3:GetObject"],
    isInverted: false,
    resources: ["*"],
    principals: [{ kind: "anybody", name: "*" }],
    hasCondition: false,
    accounts: [],
  };
  expect(read(written)).toEqual([
    first,
    {
      allows: false,
      actions: [],
      isInverted: true,
      resources: ["a", "b"],
      principals: [
        { kind: "AWS", name: "1" },
        { kind: "AWS", name: "2" },
        { kind: "Service", name: "ec2.amazonaws.com" },
      ],
      hasCondition: true,
      accounts: ["1", "2"],
    },
  ]);
  expect(read(written[0])).toEqual([first]);
  expect(statements("")).toEqual([]);
});
