import type { Environment } from "../../environments/schema/environment";
import { environment, minimal } from "../support/environments";
import { maximalGoogle, shipped } from "../support/every-environment";
import { manifests } from "../support/manifests";

const github = { github: { repository: "owner/repository" } };

describe("Continuous integration on Google Cloud", () => {
  test("may do what it likes in the service's namespace, and nothing anywhere else", () => {
    const rendered = manifests(maximalGoogle);
    expect(rendered.one("RoleBinding", "addressbook-release")).toMatchObject({
      metadata: { namespace: "shop" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
      subjects: [
        {
          apiGroup: "rbac.authorization.k8s.io",
          kind: "User",
          name: "maximal-google-release@team-project.iam.gserviceaccount.com",
        },
      ],
    });
    expect(rendered.all("ClusterRoleBinding")).toEqual([]);
    expect(rendered.all("RoleBinding")).toHaveLength(1);
  });

  test("is let in by the first file, which an administrator applies", () => {
    const [first, ...others] = Object.values(manifests(maximalGoogle).files);
    expect(first).toContain("kind: RoleBinding");
    for (const text of others) expect(text).not.toContain("RoleBinding");
  });

  test("by Semaphore is let in as well", () => {
    const { semaphore } = maximalGoogle.ci;
    const rendered = manifests(environment("team", { ...minimal.google, ci: { semaphore: semaphore! } }));
    expect(rendered.all("RoleBinding")).toHaveLength(1);
  });
});

const others: readonly (readonly [where: string, Environment])[] = [
  ["nobody is named", environment("team", minimal.google)],
  ["AWS lets it in itself", environment("team", { ...minimal.aws, ci: github })],
  ...shipped.map((each) => [each.name, each] as const),
];

test.each(others)("nobody is let in where %s", (_, each) => {
  expect(manifests(each).all("RoleBinding")).toEqual([]);
});
