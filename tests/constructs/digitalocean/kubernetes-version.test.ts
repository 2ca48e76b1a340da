import { DigitaloceanKubernetesVersion } from "../../../constructs/digitalocean/kubernetes-version";
import { at } from "../../support/at";
import { constructJson } from "../../support/construct-json";

const { json, built } = constructJson(
  (stack) =>
    new DigitaloceanKubernetesVersion(stack, "version", {
      minor: "1.35",
      clusterName: "team",
      projectName: "team-project",
      kubeconfigExpireSeconds: 3600,
    }),
);
const data = (type: string, name: string): unknown => at(json, "data", type, name);

// what becomes of it is shown with Terraform itself in tests/terraform/kubernetes-version.test.ts
describe("DigitaloceanKubernetesVersion", () => {
  test("asks for the patches of its minor version, and not for those of another one that begins alike", () => {
    expect(data("digitalocean_kubernetes_versions", "version_offered")).toMatchObject({ version_prefix: "1.35." });
  });

  test("looks for a cluster only when the project of its own name has one", () => {
    expect(data("digitalocean_projects", "version_projects")).toMatchObject({
      filter: [{ key: "name", values: ["team-project"] }],
    });
    expect(data("digitalocean_kubernetes_cluster", "version_cluster")).toMatchObject({
      name: "team",
      kubeconfig_expire_seconds: 3600,
      count:
        '${length(regexall("do:kubernetes:", jsonencode(data.digitalocean_projects.version_projects.projects))) > 0 ? 1 : 0}',
    });
  });

  test("depends on nothing that Terraform makes, so that it is known when a change is planned", () => {
    expect(JSON.stringify([built.slug, at(json, "locals"), at(json, "data")])).not.toMatch(
      /depends_on|\$\{digitalocean_/,
    );
  });
});
