import type { CloudEnvironment } from "../../environments/schema/environment";
import { at, leaves } from "../support/at";
import { maximalClouds, minimalClouds, shippedClouds, stackJson } from "../support/every-environment";
import { findPromises } from "./support/find-promises";
import { theCluster } from "./support/promises";
import { allReferences, expressions, literal, references, referencesIn } from "./support/references";

const environments = [...shippedClouds, ...minimalClouds, ...maximalClouds];
const wholeInternet = ["0.0.0.0/0", "::/0"];

/** What a release reads; the same on all clouds. Renaming one breaks whoever uses it. */
const outputNames = [
  "cluster_name",
  "database_administrator_reference",
  "database_ca_certificate",
  "database_host",
  "database_name",
  "database_password_reference",
  "database_pool_name",
  "database_pool_port",
  "database_port",
  "database_tls_verification",
  "database_user",
  "image_repository",
  "kubeconfig_command",
  "registry_login_command",
];

describe.each(environments)("$name", (environment: CloudEnvironment) => {
  const production = environment.profile === "production";
  const stack = stackJson(environment);
  const { json } = stack;
  const found = findPromises(environment, stack);
  const gaps = stack.stack.gaps.map(({ capability }) => capability);
  const outputs = at(json, "output") as Record<string, { value: string | number }>;

  describe("cluster", () => {
    test("has three nodes in total, or the stack says that it has not", () => {
      expect(found.nodes === 3).toBe(!gaps.includes("three nodes"));
    });

    test("answers the named networks at its API and never the whole internet", () => {
      expect(found.control.openTo).toEqual(environment.cluster.apiAllowedCidrs);
      expect(found.control.openTo).not.toEqual(expect.arrayContaining([expect.stringMatching(/\/0$/)]));
    });

    test("keeps its Secrets encrypted", () => {
      expect(found.control.secretsEncrypted).toBeTruthy();
    });

    test(production ? "is protected from deletion by every switch that there is" : "can be deleted", () => {
      expect(new Set(found.control.deletionProtected)).toEqual(new Set([production]));
    });
  });

  describe("database", () => {
    test("has no public address", () => {
      expect(found.database.hasPublicAddress).toBe(false);
    });

    test("lets in the cluster and nobody else", () => {
      expect(found.database.clients).toEqual([theCluster]);
    });

    test("refuses connections without TLS", () => {
      expect(found.database.forcesTls).toBeTruthy();
    });

    test("is encrypted where it is stored", () => {
      expect(found.database.encrypted).toBeTruthy();
    });

    test("is backed up for 7 to 35 days", () => {
      const days = found.database.backupDays === "by the cloud" ? 7 : found.database.backupDays;
      expect(days).toBeGreaterThanOrEqual(7);
      expect(days).toBeLessThanOrEqual(35);
    });

    test(production ? "is protected from deletion by every switch that there is" : "can be deleted", () => {
      expect(new Set(found.database.deletionProtected)).toEqual(new Set([production]));
    });

    test(production ? "leaves a copy behind when it is deleted on purpose" : "leaves nothing behind", () => {
      expect([production, "not on this cloud"]).toContain(found.database.keepsCopyWhenDeleted);
    });

    test(production ? "has a standby" : "has no standby to pay for", () => {
      expect(found.database.hasStandby).toBe(production);
    });

    test("is called demo and used as demouser, who is not the administrator", () => {
      expect(literal(json, outputs["database_name"]?.value)).toBe("demo");
      expect(literal(json, outputs["database_user"]?.value)).toBe("demouser");
      expect(outputs["database_administrator_reference"]?.value).not.toBe(
        outputs["database_password_reference"]?.value,
      );
    });
  });

  describe("registry", () => {
    test.each([
      ["immutable tags", "immutableTags"],
      ["scan of pushed images", "scans"],
      ["clean-up of the registry", "cleansUp"],
    ] as const)("has %s, or the stack says that it has not", (capability, promise) => {
      expect([capability, found.registry[promise]]).toEqual([capability, !gaps.includes(capability)]);
    });
  });

  describe("network", () => {
    test("names the whole internet nowhere but on the nodes' way out", () => {
      const named = leaves(json)
        .filter(({ value }) => wholeInternet.includes(String(value)))
        .map(({ path }) => path.join("."));
      expect(named.filter((path) => !found.waysOut.some((way) => way.test(path)))).toEqual([]);
    });
  });

  describe("secrets", () => {
    test("are not written down: no argument that takes a secret is set to a literal", () => {
      const secret =
        /^(?!.*_version$)(.*password|password_wo|secret_string.*|secret_data.*|.*token|private_key|kube_?config)$/;
      const literals = leaves(at(json, "resource"))
        .filter(({ key, value }) => secret.test(key) && typeof value === "string" && !value.includes("${ephemeral."))
        .map(({ path }) => path.join("."))
        // IMDSv2 is switched by an argument that is called http_tokens
        .filter((path) => !path.endsWith("metadata_options.http_tokens"));
      expect(literals).toEqual([]);
    });

    test("that are made in a run go to write-only arguments only", () => {
      const readable = leaves(json)
        .filter(({ key, value }) => String(value).includes("${ephemeral.") && !key.endsWith("_wo"))
        .map(({ path }) => path.join("."));
      expect(readable).toEqual([]);
    });

    test("do not go into the providers' settings", () => {
      const keys = leaves(at(json, "provider")).map(({ key }) => key);
      expect(keys.filter((key) => /token|secret|key|credential|password/.test(key))).toEqual([]);
    });
  });

  describe("tags", () => {
    const expected = {
      ...environment.tags,
      project: environment.project,
      environment: environment.name,
      "managed-by": "terraform",
    };

    test("are on everything that can carry them", () => {
      const lacking = found.tagged.filter(({ tags }) =>
        Object.entries(expected).some(([key, value]) => tags[key] !== value),
      );
      expect(lacking).toEqual([]);
      expect(found.tagged.length).toBeGreaterThanOrEqual(3);
    });
  });

  describe("Terraform", () => {
    test("must know write-only arguments", () => {
      expect(at(json, "terraform", "required_version")).toBe(">= 1.11.0");
    });

    test("uses the versions of the providers that the bindings were made from", () => {
      const { [environment.cloud]: provider, ...others } = at(json, "terraform", "required_providers") as Record<
        string,
        { version: string }
      >;
      expect(provider?.version).toBe(bindingsVersion(environment.cloud));
      for (const { version } of Object.values(others)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    });

    test("finds everything that is referred to", () => {
      const all = allReferences(json);
      expect(all.length).toBeGreaterThan(10);
      expect(all.filter(({ path }) => at(json, ...path) === undefined)).toEqual([]);
      // and there is no expression that was not looked at
      const unread = leaves(json).filter(({ value }) => {
        if (typeof value !== "string") return false;
        const read = expressions(value).filter((inner) => inner.includes("self.") || referencesIn(inner).length > 0);
        return value.split("${").length - 1 !== read.length;
      });
      expect(unread).toEqual([]);
    });

    test("keeps its state where the environment says", () => {
      const { backend } = environment.state;
      const written = Object.keys(at(json, "terraform", "backend") ?? {});
      expect(written).toEqual([backend === "hcp" ? "remote" : backend]);
    });
  });

  describe("outputs", () => {
    test("have the names that a release reads", () => {
      expect(Object.keys(outputs).sort()).toEqual(outputNames);
    });

    test("are not secret", () => {
      expect(leaves(outputs).filter(({ key }) => key === "sensitive")).toEqual([]);
    });

    test.each(outputNames)("%s is a literal or refers to something that is there", (name) => {
      const value = outputs[name]?.value;
      expect(String(value ?? "").trim()).not.toBe("");
      for (const { path } of references(String(value))) expect(at(json, ...path)).toBeDefined();
      // nothing is left over that looks like a reference and is none
      expect(String(value).replaceAll(/\$\{[^}]+\}/g, "")).not.toMatch(/\$\{|TfToken|undefined|null/);
    });

    test("say where the passwords are, and not what they are", () => {
      const where = /^(aws-secrets-manager|google-secret-manager|digitalocean-database-user):\$\{[^}]+\}(\/\w+)?$/;
      expect(outputs["database_password_reference"]?.value).toMatch(where);
      expect(outputs["database_administrator_reference"]?.value).toMatch(where);
    });
  });
});

function bindingsVersion(cloud: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file of data, by a name that is put together
  return at(require(`@cdktf/provider-${cloud}/package.json`), "cdktf", "provider", "version");
}
