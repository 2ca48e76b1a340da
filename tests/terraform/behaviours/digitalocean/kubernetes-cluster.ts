import ipaddr from "ipaddr.js";

import { sameInAnyCase } from "../alike";
import { type Behaviour, type DataSourceBehaviour, Refusal } from "../behaviour";
import { atLeast, byApi, cidr, matching, notEmpty, oneOf, type Relation, type Rule } from "../rules";
import { isSet, known, text } from "../values";
import { clusterAnswers } from "./kubernetes-cluster-answers";
import { isLowerVersion } from "./kubernetes-version";
import { apiRule, hourOfDay, oneOfInAnyCase, overlap, region, tag, uuid, weekdays } from "./shared-rules";
import { inApi, inProvider } from "./source";

const clusterModel = inApi("kubernetes/models/cluster.yml");
const poolModel = inApi("kubernetes/models/node_pool.yml");

const version = matching(
  /latest|\d+\.\d+(\.\d+)?(-do\.\d+)?/,
  "be a version such as 1.35.1-do.0, a minor version or latest",
  "v1.35.1",
);

const dropletSize = matching(
  /[a-z][a-z0-9_]*(-[a-z0-9_]+)+/,
  "be the slug of a Droplet such as s-2vcpu-4gb",
  "t3.medium",
);

const addressOrNetwork: Rule = {
  must: "be an address or a network in CIDR form",
  holds: (value) => ipaddr.isValid(String(value)) || ipaddr.isValidCIDR(String(value)),
  wrong: "the-office",
};

const relations: readonly Relation[] = [
  byApi(inApi("kubernetes/kubernetes_create_cluster.yml"), {
    arguments: ["node_pool.node_count", "node_pool.auto_scale"],
    must: "`node_pool.node_count` must be set unless `node_pool.auto_scale` is on",
    holds: (settings) =>
      isSet(settings, "node_pool.node_count") ||
      (isSet(settings, "node_pool.auto_scale") && known(settings, "node_pool.auto_scale") !== false),
    wrong: { "node_pool.node_count": null },
  }),
  byApi(poolModel, {
    arguments: ["node_pool.min_nodes", "node_pool.max_nodes"],
    must: "`node_pool.min_nodes` must not be greater than `node_pool.max_nodes`",
    holds: (settings) => {
      const [least, most] = [known(settings, "node_pool.min_nodes"), known(settings, "node_pool.max_nodes")];
      return typeof least !== "number" || typeof most !== "number" || least <= most;
    },
    wrong: { "node_pool.auto_scale": true, "node_pool.min_nodes": 5, "node_pool.max_nodes": 3 },
  }),
  byApi("https://docs.digitalocean.com/products/kubernetes/how-to/create-clusters/#create-with-vpc-native", {
    arguments: ["cluster_subnet", "service_subnet"],
    must: "`cluster_subnet` must not overlap `service_subnet`",
    holds: (settings) => !overlap(text(settings, "cluster_subnet"), text(settings, "service_subnet")),
    wrong: { cluster_subnet: "10.250.0.0/16", service_subnet: "10.250.128.0/20" },
  }),
];

/** The DOKS cluster with its node pool. */
export const kubernetesCluster: Readonly<Record<string, Behaviour>> = {
  digitalocean_kubernetes_cluster: {
    source: inProvider("kubernetes/resource_kubernetes_cluster.go"),
    rules: {
      name: notEmpty,
      // the provider makes it lower case
      region: [notEmpty, region(inApi("kubernetes/models/options.yml"), "i")],
      version: [notEmpty, apiRule(clusterModel, version)],
      vpc_uuid: uuid(clusterModel),
      cluster_subnet: cidr,
      service_subnet: cidr,
      tags: tag,
      kubeconfig_expire_seconds: atLeast(0),
      "maintenance_policy.day": oneOfInAnyCase("any", ...weekdays),
      "maintenance_policy.start_time": hourOfDay(inApi("kubernetes/models/maintenance_policy.yml")),
      "control_plane_firewall.allowed_addresses": byApi(
        inApi("kubernetes/models/control_plane_firewall.yml"),
        addressOrNetwork,
      ),
      "node_pool.name": notEmpty,
      "node_pool.size": [notEmpty, apiRule(inApi("kubernetes/models/options.yml"), dropletSize)],
      "node_pool.tags": tag,
      "node_pool.taint.effect": oneOf("NoSchedule", "PreferNoSchedule", "NoExecute"),
      "cluster_autoscaler_configuration.expanders": byApi(
        inApi("kubernetes/models/cluster_autoscaler_configuration.yml"),
        oneOf("random", "priority", "least_waste"),
      ),
    },
    relations,
    replacedBy: [
      "region",
      "vpc_uuid",
      "cluster_subnet",
      "service_subnet",
      // of the one pool in the cluster: the cluster goes with it
      "node_pool.size",
      {
        argument: "version",
        when: "it is lowered",
        test: (before, after) => isLowerVersion(String(after), String(before)),
        example: ["1.35.1-do.0", "1.34.3-do.2"],
      },
    ],
    refused: [
      {
        argument: "ha",
        when: "it is switched off",
        test: (before, after) => before === true && after === false,
        example: [true, false],
        because: "a highly available control plane stays so",
        source: clusterModel,
      },
    ],
    alike: { region: sameInAnyCase },
    defaults: {
      surge_upgrade: true,
      ha: false,
      registry_integration: false,
      destroy_all_associated_resources: false,
      "node_pool.auto_scale": false,
    },
    filledIn: [
      "vpc_uuid",
      "cluster_subnet",
      "service_subnet",
      "maintenance_policy",
      "maintenance_policy.day",
      "maintenance_policy.start_time",
      "control_plane_firewall",
      "routing_agent",
      "amd_gpu_device_plugin",
      "amd_gpu_device_metrics_exporter_plugin",
    ],
    sensitive: ["kube_config"],
    answers: clusterAnswers,
  },
};

/** A cluster that is there, by its name. */
export const kubernetesClusterData: Readonly<Record<string, DataSourceBehaviour>> = {
  digitalocean_kubernetes_cluster: {
    source: inProvider("kubernetes/datasource_kubernetes_cluster.go"),
    rules: { name: notEmpty, kubeconfig_expire_seconds: atLeast(0) },
    answers: (settings, _cloud, existing) => {
      const name = text(settings, "name");
      const found = existing("digitalocean_kubernetes_cluster").find((cluster) => cluster["name"] === name);
      if (found === undefined) throw new Refusal(`Unable to find cluster with name: ${name}`);
      const same = ["id", "urn", "region", "version"];
      return Object.fromEntries(same.map((attribute) => [attribute, text(found, attribute)]));
    },
  },
};

/** The versions that DigitalOcean offers: of each minor version the newest patch. */
export const kubernetesVersions: Readonly<Record<string, DataSourceBehaviour>> = {
  digitalocean_kubernetes_versions: {
    source: inProvider("kubernetes/datasource_kubernetes_versions.go"),
    answers: (settings, cloud) => {
      const prefix = text(settings, "version_prefix");
      // whichever minor version is asked for is offered, so that the table does not grow old
      const minor = /^\d+\.\d+(?=\.)/.exec(prefix)?.[0];
      const offered = minor === undefined ? ["1.35.1-do.0", "1.34.3-do.0", "1.33.7-do.0"] : [`${minor}.1-do.0`];
      const found = offered.filter((slug) => slug.startsWith(prefix));
      return {
        id: `terraform-${cloud.decimal(18)}${cloud.hex(8)}`,
        valid_versions: found,
        latest_version: found[0] ?? null,
      };
    },
  },
};
