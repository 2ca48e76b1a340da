import { posix } from "node:path";

import { at } from "../support/at";
import { environment, minimal } from "../support/environments";
import { shippedClouds, stackJson } from "../support/every-environment";
import { terraformJson } from "../support/terraform-json";

const withState = (state: object) =>
  at(terraformJson(environment("team", { ...minimal.google, state } as typeof minimal.google)).json, "terraform");

describe("The state of an environment", () => {
  test("is shared with no other environment", () => {
    const places = shippedClouds.map((each) => {
      const backend = at(stackJson(each).json, "terraform", "backend");
      expect(backend).toBeDefined();
      return JSON.stringify(backend);
    });
    expect(new Set(places).size).toBe(shippedClouds.length);
  });

  test("is kept beside cdktf.out, which may be deleted, at the same place on every machine", () => {
    const path = at(withState({ backend: "local" }), "backend", "local", "path");
    expect(path).toBe("../../../terraform.team.tfstate");
    // Terraform runs in cdktf.out/stacks/<environment>
    expect(posix.join("cdktf.out/stacks/team", String(path))).toBe("terraform.team.tfstate");
  });

  test("is encrypted and locked in S3, under a key of its own", () => {
    expect(withState({ backend: "s3", bucket: "states", region: "eu-west-1" })).toHaveProperty("backend", {
      s3: {
        bucket: "states",
        key: "addressbook/team/terraform.tfstate",
        region: "eu-west-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("can be encrypted with a customer key in S3", () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d";
    const terraform = withState({ backend: "s3", bucket: "states", region: "eu-west-1", kmsKeyArn });
    expect(terraform).toHaveProperty("backend.s3.kms_key_id", kmsKeyArn);
  });

  test("has a prefix of its own in Cloud Storage", () => {
    expect(withState({ backend: "gcs", bucket: "states" })).toHaveProperty("backend", {
      gcs: { bucket: "states", prefix: "addressbook/team" },
    });
  });

  test("has a workspace of its own in HCP Terraform", () => {
    expect(withState({ backend: "hcp", organization: "example" })).toHaveProperty("backend", {
      remote: { organization: "example", workspaces: { name: "addressbook-team" } },
    });
  });
});
