import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { minimalClouds, shippedClouds, stackJson } from "../../support/every-environment";
import { BindingSource } from "./binding-source";
import { ProviderBindings } from "./provider-schema";
import type { Attribute, Block, NestedBlock, ValueType } from "./schema";
import { schemaOfBinding } from "./schema-of-binding";

const bindings: Readonly<Record<string, ProviderBindings>> = {
  aws: new ProviderBindings("aws"),
  google: new ProviderBindings("google"),
  digitalocean: new ProviderBindings("digitalocean"),
};

/** The schema of `aws_vpc`, `data.aws_vpc`, or of the configuration of a provider: `aws`. */
function schemaOf(name: string): Block {
  const type = name.replace("data.", "");
  const provider = bindings[type.split("_")[0]!]!;
  if (!name.includes("_")) return provider.configuration();
  return name === type ? provider.resource(type) : provider.dataSource(type);
}

type Kind = Attribute | Omit<NestedBlock, "block">;

/** What is at a path: an attribute, or a block without what is in it. */
function kindAt({ attributes, blocks }: Block, [name = "", ...rest]: readonly string[]): Kind | undefined {
  const nested = blocks[name];
  if (nested === undefined) return attributes[name];
  const { block, ...kind } = nested;
  return rest.length === 0 ? kind : kindAt(block, rest);
}

const required = (type: ValueType): Kind => ({ type, required: true });
const optional = (type: ValueType): Kind => ({ type, optional: true });
const computed = (type: ValueType): Kind => ({ type, computed: true });
const id: Kind = { type: "string", optional: true, computed: true };
const writeOnly: Kind = { type: "string", optional: true, writeOnly: true };
const single: Kind = { nesting: "single", minItems: 0, maxItems: 0 };
const list = (minItems: number, maxItems: number): Kind => ({ nesting: "list", minItems, maxItems });
const set = (minItems: number, maxItems: number): Kind => ({ nesting: "set", minItems, maxItems });

const strings = { list: ["list", "string"], set: ["set", "string"], map: ["map", "string"] } as const;
const nodes: ValueType = [
  "object",
  { created_at: "string", droplet_id: "string", id: "string", name: "string", status: "string", updated_at: "string" },
];

describe("The schema that is rebuilt", () => {
  test.each<readonly [name: string, path: string, expected: Kind]>([
    ["aws_vpc", "id", id],
    ["aws_vpc", "tags", optional(strings.map)],
    ["aws_subnet", "vpc_id", required("string")],
    ["aws_subnet", "map_public_ip_on_launch", optional("bool")],
    ["aws_subnet", "enable_lni_at_device_index", optional("number")],
    ["aws_subnet", "timeouts", single],
    ["aws_subnet", "timeouts.create", optional("string")],
    ["aws_db_instance", "domain_dns_ips", optional(strings.list)],
    ["aws_efs_access_point", "posix_user.secondary_gids", optional(["set", "number"])],
    ["aws_eks_cluster", "enabled_cluster_log_types", optional(strings.set)],
    ["aws_eks_cluster", "certificate_authority", computed(["list", ["object", { data: "string" }]])],
    [
      "aws_eks_cluster",
      "identity",
      computed(["list", ["object", { oidc: ["list", ["object", { issuer: "string" }]] }]]),
    ],
    ["aws_eks_cluster", "vpc_config", list(1, 1)],
    ["aws_eks_cluster", "vpc_config.subnet_ids", required(strings.set)],
    ["aws_eks_cluster", "vpc_config.vpc_id", computed("string")],
    ["aws_eks_cluster", "encryption_config", list(0, 1)],
    ["aws_lb", "subnet_mapping", set(0, 0)],
    ["aws_launch_template", "block_device_mappings", list(0, 0)],
    ["aws_launch_template", "instance_requirements.memory_mib", list(1, 1)],
    ["aws_launch_template", "network_interfaces.ena_srd_specification.ena_srd_udp_specification", list(0, 1)],
    [
      "aws_launch_template",
      "network_interfaces.ena_srd_specification.ena_srd_udp_specification.ena_srd_udp_enabled",
      optional("bool"),
    ],
    ["aws_secretsmanager_secret_version", "secret_string_wo", writeOnly],
    ["aws_secretsmanager_secret_version", "has_secret_string_wo", computed("bool")],
    ["data.aws_availability_zones", "names", computed(strings.list)],
    ["data.aws_availability_zones", "filter", set(0, 0)],
    ["data.aws_alb", "subnets", computed(strings.set)],
    ["data.aws_vpc", "id", id],
    ["data.aws_vpc_ipam", "id", required("string")],
    ["aws", "region", optional("string")],
    ["aws", "max_retries", optional("number")],
    ["aws", "skip_region_validation", optional("bool")],
    ["aws", "allowed_account_ids", optional(strings.set)],
    ["aws", "default_tags", list(0, 0)],
    ["aws", "default_tags.tags", optional(strings.map)],

    ["google_compute_network", "id", id],
    ["google_compute_network", "auto_create_subnetworks", optional("bool")],
    ["google_compute_network", "timeouts", single],
    ["google_compute_firewall", "source_ranges", optional(strings.set)],
    ["google_compute_firewall", "allow", set(0, 0)],
    ["google_compute_firewall", "allow.protocol", required("string")],
    ["google_compute_firewall", "allow.ports", optional(strings.list)],
    ["google_dns_record_set", "rrdatas", optional(strings.list)],
    ["google_dns_record_set", "ttl", optional("number")],
    ["google_dns_record_set", "routing_policy.wrr.health_checked_targets.internal_load_balancers", list(0, 0)],
    [
      "google_dns_record_set",
      "routing_policy.wrr.health_checked_targets.internal_load_balancers.port",
      required("string"),
    ],
    ["google_sql_user", "password_wo", writeOnly],
    ["google_sql_user", "password_wo_version", optional("number")],
    ["google_sql_database_instance", "settings", list(0, 1)],
    ["google_sql_database_instance", "settings.tier", required("string")],
    ["google_sql_database_instance", "settings.user_labels", optional(strings.map)],
    ["google_sql_database_instance", "settings.ip_configuration.authorized_networks", set(0, 0)],
    ["google_sql_database_instance", "settings.ip_configuration.authorized_networks.value", required("string")],
    [
      "google_sql_database_instance",
      "ip_address",
      computed(["list", ["object", { ip_address: "string", time_to_retire: "string", type: "string" }]]),
    ],
    ["data.google_compute_zones", "names", computed(strings.list)],
    ["data.google_billing_account", "project_ids", computed(strings.set)],
    ["google", "project", optional("string")],
    ["google", "scopes", optional(strings.list)],
    ["google", "default_labels", optional(strings.map)],
    ["google", "batching", list(0, 0)],
    ["google", "batching.enable_batching", optional("bool")],

    ["digitalocean_vpc", "id", id],
    ["digitalocean_vpc", "name", required("string")],
    ["digitalocean_vpc", "default", computed("bool")],
    ["digitalocean_vpc", "timeouts", single],
    ["digitalocean_firewall", "droplet_ids", optional(["set", "number"])],
    ["digitalocean_firewall", "inbound_rule", set(0, 0)],
    ["digitalocean_firewall", "inbound_rule.source_addresses", optional(strings.set)],
    [
      "digitalocean_firewall",
      "pending_changes",
      computed(["list", ["object", { droplet_id: "number", removing: "bool", status: "string" }]]),
    ],
    ["digitalocean_kubernetes_cluster", "node_pool", list(1, 1)],
    ["digitalocean_kubernetes_cluster", "node_pool.size", required("string")],
    ["digitalocean_kubernetes_cluster", "node_pool.auto_scale", optional("bool")],
    ["digitalocean_kubernetes_cluster", "node_pool.node_count", optional("number")],
    ["digitalocean_kubernetes_cluster", "node_pool.labels", optional(strings.map)],
    ["digitalocean_kubernetes_cluster", "node_pool.taint", set(0, 0)],
    ["digitalocean_kubernetes_cluster", "node_pool.nodes", computed(["list", nodes])],
    ["digitalocean_database_firewall", "rule", set(1, 0)],
    ["digitalocean_app", "spec.ingress.rule.match.path", list(0, 1)],
    ["digitalocean_app", "spec.ingress.rule.match.path.prefix", optional("string")],
    ["data.digitalocean_kubernetes_versions", "valid_versions", computed(strings.list)],
    ["data.digitalocean_certificate", "domains", computed(strings.set)],
    ["digitalocean", "token", optional("string")],
    ["digitalocean", "http_retry_max", optional("number")],
  ])("of %s has %s", (name, path, expected) => {
    expect(kindAt(schemaOf(name), path.split("."))).toEqual(expected);
  });

  test.each(Object.keys(bindings))("of the configuration of %s leaves out what is Terraform's own", (provider) => {
    expect(Object.keys(schemaOf(provider).attributes)).not.toContain("alias");
  });

  test.each([
    ["aws", "6.25.0"],
    ["google", "6.50.0"],
    ["digitalocean", "2.71.0"],
  ])("is that of version %s %s", (provider, version) => {
    expect(bindings[provider]!.providerVersion).toBe(version);
  });
});

/** All types that the environments and the smallest right ones use. */
const used = [
  ...new Set(
    [...shippedClouds, ...minimalClouds]
      .map((environment) => stackJson(environment).json)
      .flatMap(({ resource, data }) => [
        ...Object.keys(resource as object),
        ...Object.keys((data ?? {}) as object).map((type) => `data.${type}`),
      ])
      // of a provider without bindings
      .filter((type) => !type.startsWith("random_")),
  ),
];

/** Types with shapes that the used ones have not got: sets of numbers, deep blocks, maps in lists, and many others. */
const sample = {
  aws: [
    "acm_certificate,alb_listener_rule,appautoscaling_policy,autoscaling_group,batch_job_definition,cloudfront_function",
    "cognito_user_pool,dynamodb_table,ecs_service,efs_access_point,glue_job,instance,lambda_function,msk_cluster",
    "opensearch_domain,rds_cluster,route53_record,s3_bucket,s3_bucket_lifecycle_configuration,sfn_state_machine",
    "spot_fleet_request,ssm_document,vpclattice_listener_rule",
  ],
  google: [
    "bigquery_table,cloud_run_v2_service,cloudbuild_trigger,compute_firewall,compute_instance_group_manager",
    "compute_router_nat,dns_record_set,gke_hub_feature,monitoring_alert_policy,pubsub_subscription,storage_bucket",
  ],
  digitalocean: [
    "app,database_firewall,droplet,firewall,kubernetes_node_pool,loadbalancer,monitor_alert,spaces_bucket,uptime_alert",
  ],
};
const sampled = Object.entries(sample).flatMap(([provider, names]) =>
  names.flatMap((line) => line.split(",")).map((name) => `${provider}_${name}`),
);

/** Paths of blocks in which there is nothing. */
function emptyBlocks({ attributes, blocks }: Block, path = ""): string[] {
  const nested = Object.entries(blocks);
  if (Object.keys(attributes).length + nested.length === 0) return [path];
  return nested.flatMap(([name, { block }]) => emptyBlocks(block, `${path}/${name}`));
}

describe("Every binding", () => {
  test.each(used)("that is used is understood, with everything in its blocks: %s", (type) => {
    expect(emptyBlocks(schemaOf(type))).toEqual([]);
  });

  test.each(sampled)("of many others is understood as well: %s", (type) => {
    expect(emptyBlocks(schemaOf(type))).toEqual([]);
  });

  test("that is used is found", () => {
    for (const provider of Object.keys(bindings))
      expect(used.filter((type) => type.replace("data.", "").startsWith(provider)).length).toBeGreaterThan(5);
  });
});

const right = `"use strict";
const cdktf = require("cdktf");
function thingPartToHclTerraform(struct) {
    const attrs = {
        size: {
            value: cdktf.numberToHclTerraform(struct.size),
            isBlock: false,
            type: "simple",
            storageClassType: "number",
        },
    };
    return attrs;
}
class ThingPartOutputReference extends cdktf.ComplexObject {
    get internalValue() {
        return this._size;
    }
    get size() {
        return this.getNumberAttribute('size');
    }
    set size(value) {
        this._size = value;
    }
}
class ThingPartList extends cdktf.ComplexList {
}
class Thing extends cdktf.TerraformResource {
    constructor(scope, id, config) {
        super(scope, id, {
            terraformResourceType: 'cloud_thing',
        });
        this._part = new ThingPartList(this, "part", false);
    }
    get arn() {
        return this.getStringAttribute('arn');
    }
    get name() {
        return this.getStringAttribute('name');
    }
    set name(value) {
        this._name = value;
    }
    resetName() {
        this._name = undefined;
    }
    get nameInput() {
        return this._name;
    }
    get part() {
        return this._part;
    }
    putPart(value) {
        this._part.internalValue = value;
    }
    synthesizeHclAttributes() {
        const attrs = {
            name: {
                value: cdktf.stringToHclTerraform(this._name),
                isBlock: false,
                type: "simple",
                storageClassType: "string",
            },
            part: {
                value: cdktf.listMapperHcl(thingPartToHclTerraform, true)(this._part.internalValue),
                isBlock: true,
                type: "list",
                storageClassType: "ThingPartList",
            },
        };
        return attrs;
    }
}
`;

describe("A binding", () => {
  const folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Reads a binding with this code. */
  function read(code: string): Block {
    writeFileSync(join(folder, "index.js"), code);
    return schemaOfBinding(new BindingSource(folder));
  }

  test("of the shape that CDKTF writes is understood", () => {
    expect(read(right)).toEqual({
      attributes: { arn: computed("string"), name: optional("string") },
      blocks: { part: { ...list(1, 0), block: { attributes: { size: required("number") }, blocks: {} } } },
    });
  });

  const thing = "class Thing extends cdktf.TerraformResource {";
  const nameEntry = /name: \{[^}]*\},/;
  test.each<readonly [title: string, before: string | RegExp, after: string, reason: string, got: string]>([
    [
      "with a new kind of getter",
      "this.getStringAttribute('arn')",
      "this.getDateAttribute('arn')",
      "getDateAttribute is a new getter",
      thing,
    ],
    [
      "with a getter that does more",
      "return this.getStringAttribute('arn')",
      "for (const one of this.all) return one.arn",
      "a getter of a value or of a block is expected",
      "get arn() {",
    ],
    [
      "with a getter of something else",
      "this.getStringAttribute('arn')",
      "this.getStringAttribute(this.arnName)",
      "a getter of a value or of a block is expected",
      "get arn() {",
    ],
    ["with an argument that is not written", nameEntry, "", "name can be set, so it is expected to be written", thing],
    [
      "with an argument that is written and cannot be read",
      nameEntry,
      "name: { isBlock: false, type: 'simple', storageClassType: 'string' }, color: { isBlock: false, type: 'simple', storageClassType: 'string' },",
      "getters are expected for color",
      thing,
    ],
    [
      "with an argument of a block that is not written",
      /size: \{[^}]*\},/,
      "",
      "size can be set, so it is expected to be written",
      "class ThingPartOutputReference extends cdktf.ComplexObject {",
    ],
    [
      "that writes what is not an object",
      /const attrs = \{\n {12}name[^]*\};\n {8}return/,
      "const attrs = describe(this);\n        return",
      "an object is expected",
      "attrs = describe(this)",
    ],
    [
      "that writes an argument without a description",
      nameEntry,
      "name: this._name,",
      "the description of an argument is expected",
      "name: this._name",
    ],
    [
      "that writes an argument with half a description",
      "isBlock: true,",
      "",
      "isBlock, type and storageClassType are expected",
      "part: {",
    ],
    [
      "with a new kind of block",
      'type: "list"',
      'type: "tuple"',
      "a block of another kind than tuple is expected",
      thing,
    ],
    [
      "with a block whose class is not there",
      /ThingPartList/g,
      "ThingLostList",
      "ThingLostList is not in the binding",
      thing,
    ],
    [
      "with a block that has no name",
      '(this, "part", false)',
      "(this, partName, false)",
      "a name is expected",
      "new ThingPartList(this, partName, false)",
    ],
    ["without a type of Terraform", "'cloud_thing'", "typeOfThing", "a type of Terraform is expected", thing],
    [
      "with two resources",
      /$/,
      "class Other extends cdktf.TerraformDataSource {\n}\n",
      "one resource is expected",
      "class Other extends cdktf.TerraformDataSource {",
    ],
    [
      "without a resource",
      "cdktf.TerraformResource",
      "cdktf.TerraformElement",
      "one resource is expected",
      '"use strict";',
    ],
  ])("%s is refused", (_title, before, after, reason, got) => {
    const code = right.replace(before, after);
    const line = code.split("\n").findIndex((text) => text.includes(got)) + 1;
    expect(() => read(code)).toThrow(
      new Error(`${join(folder, "index.js")}:${line} is not understood: ${reason}, got: ${got}`),
    );
  });
});

describe("The bindings of a provider", () => {
  const cache = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  afterAll(() => {
    rmSync(cache, { recursive: true });
  });
  const open = (): ProviderBindings => new ProviderBindings("digitalocean", cache);

  test("are read once, and then taken from the cache", () => {
    const read = open().resource("digitalocean_vpc");
    expect(read).toEqual(bindings["digitalocean"]!.resource("digitalocean_vpc"));
    expect(open().resource("digitalocean_vpc")).toEqual(read);

    const [file = "", ...others] = readdirSync(cache, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith("digitalocean_vpc.json"))
      .map((name) => join(cache, name));
    expect(others).toEqual([]);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(read);
    writeFileSync(file, JSON.stringify({ attributes: {}, blocks: {} }));
    expect(open().resource("digitalocean_vpc")).toEqual({ attributes: {}, blocks: {} });
    expect(open().dataSource("digitalocean_vpc")).toEqual(bindings["digitalocean"]!.dataSource("digitalocean_vpc"));
  });

  test.each([
    ["digitalocean_castle", "digitalocean_castle in lib/castle"],
    ["aws_vpc", "aws_vpc in lib/aws-vpc"],
    ["digitalocean_data_digitalocean_vpc", "digitalocean_data_digitalocean_vpc in lib/data-digitalocean-vpc"],
    ["digitalocean_provider", "digitalocean_provider in lib/provider"],
  ])("have no resource %s", (type, missing) => {
    expect(() => open().resource(type)).toThrow(new Error(`@cdktf/provider-digitalocean has no ${missing}`));
  });

  test("have no data source of another name, also when what is found instead was read before", () => {
    open().resource("digitalocean_project");
    for (const type of ["digitalocean_castle", "project"])
      expect(() => open().dataSource(type)).toThrow(
        new Error(`@cdktf/provider-digitalocean has no ${type} in lib/data-${type.replace("_", "-")}`),
      );
    expect(() => open().resource("project")).toThrow(
      new Error("@cdktf/provider-digitalocean has no project in lib/project"),
    );
  });

  test("must be installed", () => {
    expect(() => new ProviderBindings("nowhere", cache)).toThrow(
      new Error("the bindings @cdktf/provider-nowhere are not installed"),
    );
  });
});
