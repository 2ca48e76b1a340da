import type { Environment } from "../../environments/schema/environment";
import { environment, minimal } from "../support/environments";
import { maximalGoogle, shipped } from "../support/every-environment";
import { type Manifests, manifests } from "../support/manifests";

const github = { github: { repository: "owner/repository" } };

/** What the role may do with things of a group. */
function verbsFor(rendered: Manifests, group: string, resource: string): string[] {
  const { rules } = rendered.one("Role", "addressbook-release") as {
    rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  };
  return rules
    .filter(({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(resource))
    .flatMap(({ verbs }) => verbs);
}

/** `apps` of `apps/v1`; empty for the core. */
const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? apiVersion.split("/")[0]! : "");

/** How the API calls the kinds that a release writes. */
const plural: Readonly<Record<string, string>> = {
  ConfigMap: "configmaps",
  Deployment: "deployments",
  HealthCheckPolicy: "healthcheckpolicies",
  HTTPRoute: "httproutes",
  Job: "jobs",
  NetworkPolicy: "networkpolicies",
  PodDisruptionBudget: "poddisruptionbudgets",
  Service: "services",
  ServiceAccount: "serviceaccounts",
};

describe("Continuous integration on Google Cloud", () => {
  const rendered = manifests(maximalGoogle);

  test("has a role of its own in the service's namespace, and none anywhere else", () => {
    expect(rendered.one("RoleBinding", "addressbook-release")).toMatchObject({
      metadata: { namespace: "shop" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "addressbook-release" },
      subjects: [
        {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "User",
          name: "maximal-google-release@team-project.iam.gserviceaccount.com",
        },
      ],
    });
    expect(rendered.one("Role", "addressbook-release")).toMatchObject({ metadata: { namespace: "shop" } });
    expect(rendered.all("RoleBinding")).toHaveLength(1);
    expect(rendered.all("Role")).toHaveLength(1);
    for (const kind of ["ClusterRole", "ClusterRoleBinding"]) expect(rendered.all(kind)).toEqual([]);
  });

  test.each([
    ["", "secrets", "get"],
    ["", "secrets", "patch"],
    ["", "pods/log", "get"],
    ["", "pods/proxy", "create"],
    ["apps", "deployments", "patch"],
    ["batch", "jobs", "create"],
    ["coordination.k8s.io", "leases", "update"],
    ["gateway.networking.k8s.io", "httproutes", "patch"],
    ["networking.gke.io", "healthcheckpolicies", "patch"],
  ])("may do with %j %s: %s", (group, resource, verb) => {
    expect(verbsFor(rendered, group, resource)).toContain(verb);
  });

  test.each([
    ["", "secrets", ["list", "watch"]],
    ["", "namespaces", ["list", "create", "update", "patch", "delete"]],
    ["", "resourcequotas", ["create", "update", "patch", "delete"]],
    ["apps", "replicasets", ["create"]],
    ["", "pods", ["create", "update", "patch"]],
  ])("may not do with %j %s: %j", (group, resource, verbs) => {
    expect(verbsFor(rendered, group, resource).filter((verb) => verbs.includes(verb))).toEqual([]);
  });

  test.each([
    ["", "pods/exec"],
    ["", "pods/portforward"],
    ["", "pods/ephemeralcontainers"],
    ["", "serviceaccounts/token"],
    ["apps", "daemonsets"],
    ["apps", "statefulsets"],
    ["batch", "cronjobs"],
    ["rbac.authorization.k8s.io", "roles"],
    ["rbac.authorization.k8s.io", "rolebindings"],
  ])("has nothing to do with %j %s", (group, resource) => {
    expect(verbsFor(rendered, group, resource)).toEqual([]);
  });

  test("has no rule for whatever there is", () => {
    expect(JSON.stringify(rendered.one("Role", "addressbook-release"))).not.toContain("*");
  });

  const behindGateway = environment("team", {
    ...minimal.google,
    ci: github,
    service: { route: { gateway: "edge", gatewayNamespace: "gateways", hostnames: [], canaryWeight: 10 } },
  });

  test.each([
    ["a release", rendered],
    ["a release behind a Gateway", manifests(behindGateway)],
  ])("may bring every object of %s to what it should be", (_, rendered) => {
    const others = ["Namespace", "Role", "RoleBinding"];
    const released = rendered.objects.filter(({ kind }) => !others.includes(kind as string));
    const denied = released.filter(({ apiVersion, kind }) => {
      const verbs = verbsFor(rendered, groupOf(apiVersion as string), plural[kind as string] ?? "");
      return !["get", "create", "patch"].every((verb) => verbs.includes(verb));
    });
    expect(released.length).toBeGreaterThan(6);
    expect(denied.map(({ kind }) => kind as string)).toEqual([]);
  });

  test("is let in by the first file, which an administrator applies", () => {
    const [first, ...others] = Object.values(rendered.files);
    expect(first).toContain("kind: RoleBinding");
    for (const text of others) expect(text).not.toContain("RoleBinding");
  });

  test("by Semaphore is let in as well", () => {
    const { semaphore } = maximalGoogle.ci;
    const trusting = manifests(environment("team", { ...minimal.google, ci: { semaphore: semaphore! } }));
    expect(trusting.all("RoleBinding")).toHaveLength(1);
  });
});

test("Continuous integration on AWS has the same role, by the name of its IAM role", () => {
  const rendered = manifests(environment("team", { ...minimal.aws, ci: github }));
  expect(rendered.one("RoleBinding", "addressbook-release")).toMatchObject({
    roleRef: { kind: "Role", name: "addressbook-release" },
    subjects: [{ kind: "User", name: "addressbook-team-release" }],
  });
  expect(rendered.one("Role", "addressbook-release")).toHaveProperty(
    "rules",
    manifests(maximalGoogle).one("Role", "addressbook-release")["rules"],
  );
});

const others: readonly (readonly [where: string, Environment])[] = [
  ["nobody is named", environment("team", minimal.google)],
  ...shipped
    .filter((each) => !("ci" in each) || each.ci.github === undefined)
    .map((each) => [each.name, each] as const),
];

test.each(others)("nobody is let in where %s", (_, each) => {
  const rendered = manifests(each);
  expect(["Role", "RoleBinding"].flatMap((kind) => rendered.all(kind))).toEqual([]);
});
