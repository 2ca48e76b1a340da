import { changedEnvironment } from "../support/changed-environment";
import { minimalClouds, stackJson } from "../support/every-environment";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { withTerraform } from "./harness/with-terraform";

const minimal = minimalClouds.find(({ cloud }) => cloud === "aws")!;
const [first, second, third] = ["role/first", "user/team/second", "role/third"].map(
  (name) => `arn:aws:iam::123456789012:${name}`,
);

const stackWith = (...adminArns: readonly (string | undefined)[]): StackJson =>
  stackJson(changedEnvironment(minimal, { cluster: { adminArns } })).json as unknown as StackJson;

/** Addresses of all that lets somebody into the cluster. */
const accesses = ({ resource = {} }: StackJson): string[] =>
  ["aws_eks_access_entry", "aws_eks_access_policy_association"].flatMap((type) =>
    Object.keys(resource[type] ?? {}).map((name) => `${type}.${name}`),
  );

withTerraform("the administrators of EKS", (binary) => {
  test("come and go one by one: nobody else loses access, not even for a moment", async () => {
    const deployed = stackWith(first, second);
    const [ofFirst, ofSecond, ofThird] = [first, second, third].map((arn) => accesses(stackWith(arn)).sort());
    const workspace = await OfflineWorkspace.open(binary, deployed);
    const plan = async (stack: StackJson): Promise<string[]> => {
      workspace.write(stack);
      return (await workspace.plan()).map(({ action, address }) => `${action} ${address}`).sort();
    };
    const all = (action: string, addresses: readonly string[] = []) =>
      addresses.map((address) => `${action} ${address}`);
    try {
      await workspace.succeed("init");
      await workspace.succeed("apply", "-auto-approve");

      expect(await plan(stackWith(second))).toEqual(all("delete", ofFirst));
      expect(await plan(stackWith(first))).toEqual(all("delete", ofSecond));
      expect(await plan(stackWith(second, first))).toEqual([]);
      expect(await plan(stackWith(third, first, second))).toEqual(all("create", ofThird));
      expect(await plan(stackWith(third, second))).toEqual([...all("create", ofThird), ...all("delete", ofFirst)]);
      // EKS accepts a principal once only, so whoever came back under another address would be refused
      await workspace.succeed("apply", "plan");
      expect(await plan(stackWith(first, second, third))).toEqual(all("create", ofFirst));
      await workspace.succeed("apply", "plan");
    } finally {
      workspace.close();
    }
  });
});
