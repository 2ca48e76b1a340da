import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ValidationError } from "../../../environments/schema/problems";
import { readState } from "./given-state";

const ofTerraform = "registry.terraform.io";
const ofTofu = "registry.opentofu.org";

const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
const file = join(folder, "deployed.tfstate");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const network = {
  mode: "managed",
  type: "aws_vpc",
  name: "network",
  provider: `provider["${ofTerraform}/hashicorp/aws"]`,
  instances: [{ schema_version: 0, attributes: { id: "vpc-1", cidr_block: "10.20.0.0/16" }, private: "bnVsbA==" }],
};

const deployed = {
  version: 4,
  terraform_version: "1.11.4",
  serial: 7,
  lineage: "57d75ba3-73e6-6423-e56e-b1bfbfe1a3f6",
  outputs: { cluster_name: { value: "addressbook-demo", type: "string" } },
  resources: [network],
  check_results: null,
};

function read(written: unknown, registryHost = ofTerraform) {
  writeFileSync(file, typeof written === "string" ? written : JSON.stringify(written));
  return readState(file, "demo", registryHost);
}

/** What is said about a file that is refused. */
function refusal(path = file): string {
  try {
    readState(path, "demo", ofTerraform);
  } catch (error) {
    if (error instanceof ValidationError) return error.message;
    throw error;
  }
  return "";
}

test("a state is read as it is", () => {
  expect(read(deployed)).toEqual(deployed);
});

test("a state after everything was destroyed is of any environment", () => {
  const empty = { ...deployed, outputs: {}, resources: [] };

  expect(read(empty)).toEqual(empty);
});

test.each([
  ["is empty, as nothing was ever deployed", "\n", "not be empty; leave it out when nothing is deployed"],
  ["is text", "aws_vpc.network", "be JSON; write it with `terraform state pull > FILE`"],
  ["is a list", [], "be a state of Terraform in version 4; write it with `terraform state pull > FILE`"],
  [
    "is other JSON",
    { name: "addressbook-platform" },
    "be a state of Terraform in version 4, which it is not at `version`; write it with `terraform state pull > FILE`",
  ],
  [
    "is of version 3",
    { version: 3, serial: 1, modules: [] },
    "be a state of Terraform in version 4, which it is not at `version`; write it with `terraform state pull > FILE`",
  ],
  [
    "is a plan",
    { ...deployed, resources: [{ ...network, instances: undefined }] },
    "be a state of Terraform in version 4, which it is not at `resources.0.instances`; write it with `terraform state pull > FILE`",
  ],
  [
    "is encrypted by OpenTofu",
    { serial: 7, lineage: deployed.lineage, meta: {}, encrypted_data: "b3BlbiBzZXNhbWU=", encryption_version: "v0" },
    "not be encrypted; write it with `tofu state pull > FILE`, which decrypts it",
  ],
  [
    "is that of another environment",
    { ...deployed, outputs: { cluster_name: { value: "addressbook-production" } } },
    'be the state of demo, got: "addressbook-production"; the state of another environment was given',
  ],
])("a file that %s is refused", (_title, written, must) => {
  const text = typeof written === "string" ? written : JSON.stringify(written);
  writeFileSync(file, text);

  expect(refusal()).toBe(`${file} has 1 problem:\n  - \`--state\` must ${must}`);
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("a file that is not there is refused", () => {
  const missing = join(folder, "missing.tfstate");

  expect(refusal(missing)).toBe(
    `${missing} has 1 problem:\n  - \`--state\` must be a file that can be read: ENOENT: no such file or directory, open '${missing}'`,
  );
});

test("a folder is refused", () => {
  const path = join(folder, "stacks");
  mkdirSync(path);

  expect(refusal(path)).toBe(
    `${path} has 1 problem:\n  - \`--state\` must be a file that can be read: EISDIR: illegal operation on a directory, read`,
  );
});

test("the project may have been renamed, which replaces much and is to be seen", () => {
  const outputs = { cluster_name: { value: "contacts-demo", type: "string" } };
  expect(read({ ...deployed, outputs }).outputs).toEqual(outputs);
});

describe("A state is prepared for the providers of this project:", () => {
  test.each([
    [`provider["${ofTerraform}/hashicorp/aws"]`, ofTofu, `provider["${ofTofu}/hashicorp/aws"]`],
    [`provider["${ofTofu}/hashicorp/aws"]`, ofTerraform, `provider["${ofTerraform}/hashicorp/aws"]`],
    [`provider["${ofTofu}/hashicorp/aws"]`, ofTofu, `provider["${ofTofu}/hashicorp/aws"]`],
    [`provider["${ofTofu}/hashicorp/aws"].eu`, ofTerraform, `provider["${ofTerraform}/hashicorp/aws"].eu`],
    [
      `module.network.provider["${ofTofu}/hashicorp/aws"].eu`,
      ofTerraform,
      `module.network.provider["${ofTerraform}/hashicorp/aws"].eu`,
    ],
    ['provider["registry.example.org/team/aws"]', ofTofu, 'provider["registry.example.org/team/aws"]'],
    ['provider["terraform.io/builtin/terraform"]', ofTofu, 'provider["terraform.io/builtin/terraform"]'],
  ])("%s is for %s %s", (provider, registryHost, expected) => {
    const { resources } = read({ ...deployed, resources: [{ ...network, provider }] }, registryHost);

    expect(resources.map((resource) => resource.provider)).toEqual([expected]);
  });

  test("what stands beside the attributes survives: what is tainted, deposed, in a module, or there more than once", () => {
    const attributes = { id: "vpc-1" };
    const resources = [
      {
        ...network,
        module: "module.network",
        instances: [
          { index_key: 0, status: "tainted", schema_version: 0, attributes, dependencies: ["aws_kms_key.key"] },
          { index_key: 0, deposed: "a1b2c3d4", schema_version: 0, attributes, create_before_destroy: true },
          {
            index_key: "a",
            schema_version: 0,
            attributes,
            sensitive_attributes: [[{ type: "get_attr", value: "id" }]],
          },
        ],
      },
      { ...network, mode: "data", type: "aws_availability_zones" },
    ];

    expect(read({ ...deployed, resources }).resources).toEqual(resources);
  });

  test("versions of schemas and identities, which bindings do not know, are left out", () => {
    const instance = { attributes: { id: "vpc-1" }, dependencies: ["aws_kms_key.key"] };
    const written = { ...instance, schema_version: 2, identity_schema_version: 1, identity: { id: "vpc-1" } };
    const { resources } = read({ ...deployed, resources: [{ ...network, instances: [written] }] });

    expect(resources).toEqual([{ ...network, instances: [{ ...instance, schema_version: 0 }] }]);
  });

  test("the file itself stays as it is", () => {
    const text = `${JSON.stringify(deployed, undefined, 2)}\n`;
    read(text, ofTofu);

    expect(readFileSync(file, "utf8")).toBe(text);
  });
});
