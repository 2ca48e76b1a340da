import { at } from "../support/at";
import { shipped } from "../support/every-environment";
import { manifests } from "../support/manifests";
import { podTemplates } from "../support/pods";

const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;

// what a pod may and may not do is in tests/policy/kubernetes

test.each(shipped)(
  "Pods of $name are those of two tracks and the migration, and the bootstrap or a database",
  (environment) => {
    const { objects, firstRelease } = manifests(environment);
    const kinds = ["Deployment", "Deployment", "Job", environment.cloud === "local" ? "StatefulSet" : "Job"];
    expect(
      podTemplates([...objects, ...firstRelease])
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(kinds.sort());
  },
);

test("CKV_K8S_43: An image that is named by digest is run by digest, in every pod", () => {
  const environment = shipped.find(({ cloud }) => cloud === "aws") ?? shipped[0]!;
  const image = `registry.example.com/addressbook:1.2.3${digest}`;
  const pods = podTemplates(manifests(environment, { IMAGE: image }).objects);
  expect(pods.flatMap(({ containers }) => containers.map((container) => at(container, "image")))).toEqual([
    image,
    image,
    image,
  ]);
});

test("CKV_K8S_15: Images of a registry are always asked for; local ones, which are in none, are not", () => {
  const policies = (wanted: (typeof shipped)[number]) =>
    podTemplates(manifests(wanted).objects).flatMap(({ containers }) =>
      containers.map((c) => at(c, "imagePullPolicy")),
    );
  for (const environment of shipped) {
    const policy = environment.cloud === "local" ? "IfNotPresent" : "Always";
    expect([environment.name, new Set(policies(environment))]).toEqual([environment.name, new Set([policy])]);
  }
});
