import { changedEnvironment } from "../support/changed-environment";
import { minimalClouds, stackJson } from "../support/every-environment";
import type { StackJson } from "./harness/offline-providers";
import { OfflineWorkspace } from "./harness/offline-workspace";
import { withTerraform } from "./harness/with-terraform";

const minimal = minimalClouds.find(({ cloud }) => cloud === "aws")!;
const withKey = changedEnvironment(minimal, { cluster: { customerKey: true } });
const jsonOf = (environment: typeof minimal): StackJson => stackJson(environment).json as unknown as StackJson;

withTerraform("the customer key on AWS", (binary) => {
  let workspace: OfflineWorkspace;
  beforeEach(async () => {
    workspace = await OfflineWorkspace.open(binary, jsonOf(withKey));
  });
  afterEach(() => {
    workspace.close();
  });

  test("can be had later: what was made with keys of AWS and has to keep them is left alone", async () => {
    workspace.write(jsonOf(minimal));
    await workspace.succeed("init");
    await workspace.succeed("apply", "-auto-approve");

    workspace.write(jsonOf(withKey));
    const changes = await workspace.plan();
    expect(changes.map(({ action, type }) => `${action} ${type}`).sort()).toEqual([
      "create aws_kms_key",
      "update aws_cloudwatch_log_group",
      "update aws_cloudwatch_log_group",
      "update aws_cloudwatch_log_group",
      "update aws_eks_cluster",
      "update aws_secretsmanager_secret",
    ]);
    await workspace.succeed("apply", "plan");
    await workspace.succeed("plan", "-detailed-exitcode");
  });

  test("is the one that an earlier version made for the cluster: it is not made anew", async () => {
    await workspace.succeed("init");
    await workspace.succeed("apply", "-auto-approve");
    const [name] = Object.keys(jsonOf(withKey).resource?.["aws_kms_key"] ?? {});
    await workspace.succeed("state", "mv", `aws_kms_key.${name ?? ""}`, "aws_kms_key.cluster_key_D00E14E1");

    expect(await workspace.plan()).toEqual([]);
    await workspace.succeed("apply", "plan");
    const keys = workspace.state.resources.filter(({ type }) => type === "aws_kms_key");
    expect(keys.map((key) => key.name)).toEqual([name]);
  });
});
