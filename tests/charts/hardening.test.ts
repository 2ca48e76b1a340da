import { at, listAt } from "../support/at";
import { shipped } from "../support/every-environment";
import { manifests } from "../support/manifests";
import { podTemplates } from "../support/pods";

const digest = `@sha256:${"0123456789abcdef".repeat(4)}`;

/** Rules for a pod, by the id of the scanner that looks for the same thing. */
const podRules: Record<string, (spec: object) => unknown> = {
  "CKV_K8S_17, 18, 19: shares no namespace of its host": (spec) =>
    ["hostPID", "hostIPC", "hostNetwork"].every((key) => at(spec, key) === undefined),
  "CKV_K8S_27: mounts nothing of its host": (spec) =>
    listAt(spec, "volumes").every((volume) => at(volume, "hostPath") === undefined),
  "CKV_K8S_29: has a security context": (spec) => at(spec, "securityContext", "runAsNonRoot") === true,
  "CKV_K8S_31: is confined by seccomp": (spec) =>
    at(spec, "securityContext", "seccompProfile", "type") === "RuntimeDefault",
  "CKV_K8S_38: has no token of the Kubernetes API": (spec) => at(spec, "automountServiceAccountToken") === false,
  "CKV_K8S_40: runs as a user and group that nobody else is": (spec) =>
    Number(at(spec, "securityContext", "runAsUser")) >= 10000 &&
    Number(at(spec, "securityContext", "runAsGroup")) >= 10000,
  "CKV_K8S_41: has an identity of its own": (spec) => at(spec, "serviceAccountName") === "addressbook",
  "KSV-0020: lets its group read what is mounted": (spec) => Number(at(spec, "securityContext", "fsGroup")) >= 10000,
  "gets no addresses of other Services in its variables": (spec) => at(spec, "enableServiceLinks") === false,
  "limits what it may write to its volumes": (spec) =>
    listAt(spec, "volumes").every(
      (volume) => at(volume, "emptyDir") === undefined || at(volume, "emptyDir", "sizeLimit") !== undefined,
    ),
  "lets the owner and the group alone read its secrets": (spec) =>
    listAt(spec, "volumes").every(
      (volume) => at(volume, "secret") === undefined || at(volume, "secret", "defaultMode") === 0o440,
    ),
};

/** Rules for each container of a pod. */
const containerRules: Record<string, (container: object) => unknown> = {
  "CKV_K8S_10, 12: asks for processor and memory": (c) =>
    at(c, "resources", "requests", "cpu") !== undefined && at(c, "resources", "requests", "memory") !== undefined,
  "CKV_K8S_11, 13: is limited in processor and memory": (c) =>
    at(c, "resources", "limits", "cpu") !== undefined && at(c, "resources", "limits", "memory") !== undefined,
  "kube-score: asks for disk and is limited in it": (c) =>
    at(c, "resources", "requests", "ephemeral-storage") !== undefined &&
    at(c, "resources", "limits", "ephemeral-storage") !== undefined,
  "CKV_K8S_14: runs no moving tag": (c) => !/(:latest|\/[^:@]+)$/.test(String(at(c, "image"))),
  "CKV_K8S_16: is not privileged": (c) => at(c, "securityContext", "privileged") === false,
  "CKV_K8S_20: cannot gain rights": (c) => at(c, "securityContext", "allowPrivilegeEscalation") === false,
  "CKV_K8S_22: cannot write to its image": (c) => at(c, "securityContext", "readOnlyRootFilesystem") === true,
  "CKV_K8S_23: is not root": (c) => at(c, "securityContext", "runAsNonRoot") === true,
  "CKV_K8S_25, 39: adds no capability": (c) => at(c, "securityContext", "capabilities", "add") === undefined,
  "CKV_K8S_26: takes no port of its host": (c) =>
    listAt(c, "ports").every((port) => at(port, "hostPort") === undefined),
  "CKV_K8S_28, 37: drops all capabilities": (c) =>
    JSON.stringify(at(c, "securityContext", "capabilities", "drop")) === '["ALL"]',
  "CKV_K8S_30: has a security context of its own": (c) =>
    at(c, "securityContext", "seccompProfile", "type") === "RuntimeDefault",
  "CKV_K8S_35: reads secrets from files and not from variables": (c) =>
    listAt(c, "env").every((variable) => at(variable, "valueFrom") === undefined) &&
    listAt(c, "envFrom").every((source) => at(source, "secretRef") === undefined),
  "mounts secrets read-only": (c) =>
    listAt(c, "volumeMounts").every((mount) => at(mount, "name") !== "db-params" || at(mount, "readOnly") === true),
  "KSV-0117: listens on no port below 1024": (c) =>
    listAt(c, "ports").every((port) => Number(at(port, "containerPort")) >= 1024),
};

describe.each(shipped)("Pods of $name", (environment) => {
  const rendered = manifests(environment);
  const { objects } = rendered;
  const pods = podTemplates(objects);
  const containers = pods.flatMap((pod) => pod.containers.map((container) => ({ owner: pod.owner, container })));

  test("are those of the two tracks and the migration, and the database where it is in the cluster", () => {
    const kinds = ["Deployment", "Deployment", "Job", ...(environment.cloud === "local" ? ["StatefulSet"] : [])];
    expect(pods.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
  });

  test.each(Object.entries(podRules))("%s", (_, holds) => {
    expect(pods.filter(({ spec }) => holds(spec) !== true).map(({ owner }) => owner)).toEqual([]);
  });

  test.each(Object.entries(containerRules))("%s", (_, holds) => {
    expect(containers.filter(({ container }) => holds(container) !== true).map(({ owner }) => owner)).toEqual([]);
  });

  test("CKV_K8S_21: are in a namespace of the service's own, like everything else", () => {
    const outside = objects.filter(
      (object) => object["kind"] !== "Namespace" && at(object, "metadata", "namespace") !== "addressbook",
    );
    expect(outside).toEqual([]);
  });

  test("CKV2_K8S_6: are all behind a network policy", () => {
    expect(rendered.one("NetworkPolicy", "default")).toMatchObject({
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
  });

  test("live in a namespace that admits nothing less", () => {
    expect(at(rendered.one("Namespace", "addressbook"), "metadata", "labels")).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    });
  });

  test("have an identity that hands out no token", () => {
    expect(rendered.one("ServiceAccount", "addressbook")).toHaveProperty("automountServiceAccountToken", false);
  });

  test("carry the label of what they belong to, as Polaris wants it", () => {
    const mismatched = objects.filter(
      (object) => at(object, "metadata", "labels", "app.kubernetes.io/instance") !== at(object, "metadata", "name"),
    );
    expect(mismatched).toEqual([]);
  });
});

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
