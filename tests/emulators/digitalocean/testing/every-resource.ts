/** A configuration of Terraform with every type of resource and data that the emulator is for. */
export function everyResource({ changed }: { readonly changed: boolean }): object {
  const cluster_id = "${digitalocean_database_cluster.this.id}";
  return {
    terraform: { required_providers: { digitalocean: { source: "digitalocean/digitalocean", version: "2.71.0" } } },
    data: {
      digitalocean_kubernetes_versions: { this: { version_prefix: "1.35." } },
      digitalocean_projects: { this: {} },
      digitalocean_kubernetes_cluster: { this: { name: "${digitalocean_kubernetes_cluster.this.name}" } },
      digitalocean_container_registry: { this: { name: "${digitalocean_container_registry.this.name}" } },
      digitalocean_database_ca: { this: { cluster_id } },
    },
    resource: {
      digitalocean_vpc: {
        this: { name: changed ? "renamed" : "network", region: "fra1", ip_range: "10.30.0.0/20" },
      },
      digitalocean_container_registry: {
        this: { name: "registry", subscription_tier_slug: changed ? "basic" : "starter", region: "fra1" },
      },
      digitalocean_kubernetes_cluster: {
        this: {
          name: "cluster",
          region: "fra1",
          version: "${data.digitalocean_kubernetes_versions.this.latest_version}",
          vpc_uuid: "${digitalocean_vpc.this.id}",
          cluster_subnet: "172.20.0.0/16",
          service_subnet: "172.21.0.0/16",
          ha: changed,
          auto_upgrade: true,
          surge_upgrade: !changed,
          registry_integration: true,
          destroy_all_associated_resources: true,
          maintenance_policy: { day: changed ? "monday" : "sunday", start_time: "03:00" },
          control_plane_firewall: { enabled: true, allowed_addresses: [changed ? "203.0.113.0/24" : "203.0.113.7/32"] },
          node_pool: {
            name: "nodes",
            size: "s-2vcpu-4gb",
            node_count: changed ? 4 : 3,
            tags: changed ? ["a:b", "c:d"] : ["a:b"],
          },
          tags: changed ? ["c:d"] : ["a:b"],
          depends_on: ["digitalocean_container_registry.this"],
        },
      },
      digitalocean_kubernetes_node_pool: {
        this: {
          cluster_id: "${digitalocean_kubernetes_cluster.this.id}",
          name: "more",
          size: "s-1vcpu-2gb",
          node_count: changed ? 2 : 1,
          labels: { purpose: "more" },
          taint: [{ key: "purpose", value: "more", effect: "NoSchedule" }],
        },
      },
      digitalocean_database_cluster: {
        this: {
          name: "database",
          region: "fra1",
          engine: "pg",
          version: changed ? "17" : "16",
          size: changed ? "db-s-2vcpu-4gb" : "db-s-1vcpu-2gb",
          node_count: changed ? 2 : 1,
          private_network_uuid: "${digitalocean_vpc.this.id}",
          maintenance_window: [{ day: "sunday", hour: changed ? "05:00" : "04:00" }],
          tags: changed ? ["c:d"] : ["a:b"],
        },
      },
      digitalocean_database_firewall: {
        this: {
          cluster_id,
          rule: [
            { type: "k8s", value: "${digitalocean_kubernetes_cluster.this.id}" },
            ...(changed ? [{ type: "ip_addr", value: "203.0.113.7" }] : []),
          ],
        },
      },
      digitalocean_database_db: { this: { cluster_id, name: "demo" } },
      digitalocean_database_user: { this: { cluster_id, name: "demouser" } },
      digitalocean_database_connection_pool: {
        this: {
          cluster_id,
          name: "pool",
          mode: "session",
          // a change replaces it
          size: changed ? 20 : 10,
          db_name: "${digitalocean_database_db.this.name}",
          user: "${digitalocean_database_user.this.name}",
        },
      },
      digitalocean_database_postgresql_config: {
        this: { cluster_id, timezone: "UTC", work_mem: changed ? 32 : 16, jit: true },
      },
      digitalocean_project: {
        this: { name: "project", purpose: changed ? "Fun" : "Service or API", description: "everything" },
      },
      digitalocean_project_resources: {
        this: {
          project: "${digitalocean_project.this.id}",
          resources: ["${digitalocean_kubernetes_cluster.this.urn}", "${digitalocean_database_cluster.this.urn}"],
        },
      },
    },
  };
}

/** Credentials of a registry, which our stacks do not have, and for which the provider leaves the API. */
export const registryCredentials = {
  terraform: { required_providers: { digitalocean: { source: "digitalocean/digitalocean", version: "2.71.0" } } },
  resource: {
    digitalocean_container_registry: { this: { name: "registry", subscription_tier_slug: "starter", region: "fra1" } },
    digitalocean_container_registry_docker_credentials: {
      this: { registry_name: "${digitalocean_container_registry.this.name}", write: true, expiry_seconds: 3600 },
    },
  },
};
