import { failures } from "../policy";
import { Stack } from "../stack";
import { holdsSecret, secrets } from "./secrets";

describe("A secret", () => {
  test.each([
    "AKIA1234567890ABCDEF",
    "-----BEGIN RSA PRIVATE KEY-----",
    "dop_v1_0123456789abcdef0123",
    "ghp_0123456789012345678901",
    "postgres://demouser:hunter2@10.0.0.1/demo",
    '{ "type": "service_account" }',
  ])("is known by how it looks: %s", (value) => {
    expect(holdsSecret(`a=${value}`)).toBe(true);
  });

  test.each(["arn:aws:iam::111122223333:role/platform", "-----BEGIN CERTIFICATE-----", "https://example.org/a@b"])(
    "is not seen in %s",
    (value) => {
      expect(holdsSecret(value)).toBe(false);
    },
  );

  test.each([
    [{ password: "hunter2" }, true],
    [{ password: "${random_password.p.result}" }, false],
    [{ password_wo_version: "1" }, false],
    [{ metadata_options: { http_tokens: "required" } }, false],
    [{ settings: [{ api_token: "hunter2" }] }, true],
    [{ secret_string_wo: '{"password":"${ephemeral.p.p.random_password}"}' }, false],
    [{ manage_master_user_password: true }, false],
    [{ note: "AKIA1234567890ABCDEF" }, true],
  ])("is a literal in %j: %s", (settings, expected) => {
    const [policy] = secrets;
    expect(failures(policy!, new Stack({ resource: { some_resource: { it: settings } } })).length > 0).toBe(expected);
  });
});
