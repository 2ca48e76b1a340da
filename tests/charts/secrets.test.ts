import { at, leaves, listAt } from "../support/at";
import { environment, minimal } from "../support/environments";
import { shipped } from "../support/every-environment";
import { manifests } from "../support/manifests";
import { podTemplates } from "../support/pods";

describe.each(shipped)("Secrets of $name", (environment) => {
  const { objects } = manifests(environment);
  const pods = podTemplates(objects);

  test("are in no manifest", () => {
    expect(objects.filter(({ kind }) => kind === "Secret")).toEqual([]);
  });

  test("are named by no variable and no entry of the ConfigMap but the paths of files", () => {
    const variables = objects.flatMap((object) => [
      ...leaves(at(object, "data") ?? {}).map(({ key, value }) => ({ name: key, value })),
      ...podTemplates([object]).flatMap(({ containers }) =>
        containers.flatMap((container) => listAt(container, "env") as { name: string; value: unknown }[]),
      ),
    ]);
    expect(variables.length).toBeGreaterThan(4);
    const suspicious = variables.filter(({ name }) => /PASS|SECRET|TOKEN|KEY|CREDENTIAL|AUTH/i.test(name));
    for (const { name, value } of suspicious)
      expect([name, value]).toEqual([name, expect.stringMatching(/^\/var\/run\/db(\/\w+)?$/)]);
  });

  test("come from the Secret db-params, as files, in every pod", () => {
    for (const { owner, spec, containers } of pods) {
      expect([owner, listAt(spec, "volumes")]).toEqual([
        owner,
        expect.arrayContaining([{ name: "db-params", secret: { secretName: "db-params", defaultMode: 0o440 } }]),
      ]);
      expect([owner, listAt(containers[0], "volumeMounts")]).toEqual([
        owner,
        expect.arrayContaining([{ name: "db-params", mountPath: "/var/run/db", readOnly: true }]),
      ]);
    }
  });
});

test.each([
  ["aws", undefined],
  ["google", undefined],
  ["local", undefined],
  // its integration gives them to the account `default` only
  ["digitalocean", [{ name: "team-registry" }, { name: "registry-team-registry" }]],
] as const)("The login of the registry on %s is %j", (cloud, logins) => {
  const environments = {
    aws: () => environment("team", minimal.aws),
    google: () => environment("team", minimal.google),
    digitalocean: () => environment("team", minimal.digitalocean),
    local: () => environment("team", minimal.local),
  };
  const rendered = manifests(environments[cloud]());
  expect(rendered.one("ServiceAccount", "addressbook")["imagePullSecrets"]).toEqual(logins);
  for (const { owner, spec } of podTemplates(rendered.objects))
    expect([owner, at(spec, "serviceAccountName")]).toEqual([owner, "addressbook"]);
});
