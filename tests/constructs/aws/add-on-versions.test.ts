import { addOnVersions } from "../../../constructs/aws/add-on-versions";
import { kubernetesOnAws } from "../../../environments/schema/catalogue/versions";

test("There are add-ons for each version of Kubernetes that an environment can ask for, and for no other", () => {
  expect(Object.keys(addOnVersions)).toEqual(Object.keys(kubernetesOnAws.supported));
});

describe.each(Object.entries(addOnVersions))("Add-ons for Kubernetes %s", (kubernetes, versions) => {
  test("are builds of EKS", () => {
    for (const version of Object.values(versions)) expect(version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  });

  test("have a kube-proxy of the same minor version", () => {
    expect(versions["kube-proxy"]).toMatch(new RegExp(`^v${kubernetes.replace(".", "\\.")}\\.`));
  });
});
