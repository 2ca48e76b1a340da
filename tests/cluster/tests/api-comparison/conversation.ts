/** A request of the conversation that is held with a real API server and with ours. */
export interface Line {
  /** What it shows; a name within the conversation. */
  readonly title: string;
  readonly method: string;
  /** `NS` stands for the namespace. */
  readonly path: string;
  /** @default - none */
  readonly body?: unknown;
  /** @default application/json */
  readonly type?: string;
}

const core = "/api/v1/namespaces/NS";
const deployments = "/apis/apps/v1/namespaces/NS/deployments";
const jobs = "/apis/batch/v1/namespaces/NS/jobs";
const leases = "/apis/coordination.k8s.io/v1/namespaces/NS/leases";

const apply = "application/apply-patch+yaml";
const merge = "application/merge-patch+json";
const strategic = "application/strategic-merge-patch+json";
const operations = "application/json-patch+json";

const container = {
  name: "app",
  image: "app:1",
  ports: [{ containerPort: 80 }],
  env: [
    { name: "A", value: "1" },
    { name: "B", value: "2" },
  ],
};

/** A Deployment, with some of its fields changed. */
const deployment = (name: string, spec: object = {}, app: object = {}, labels?: object): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, ...(labels !== undefined && { labels }) },
  spec: {
    // the controllers of a real cluster would join the conversation
    paused: true,
    replicas: 0,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ ...container, ...app }] } },
    ...spec,
  },
});

const patchApp = (title: string, app: object): Line => ({
  title,
  method: "PATCH",
  path: `${deployments}/merged?fieldManager=patcher`,
  type: strategic,
  body: { spec: { template: { spec: { containers: [app] } } } },
});

const ofApply: readonly Line[] = [
  { title: "apply without a manager", method: "PATCH", path: `${deployments}/a`, type: apply, body: deployment("a") },
  {
    title: "apply what is not there yet",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=one`,
    type: apply,
    body: deployment("a", {}, {}, { l: "1" }),
  },
  {
    title: "apply what another one owns",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two`,
    type: apply,
    body: deployment("a", {}, { image: "app:2" }),
  },
  {
    title: "apply two things that another one owns",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two`,
    type: apply,
    body: deployment("a", { paused: false }, { image: "app:2" }),
  },
  {
    title: "apply the same for another manager",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=three`,
    type: apply,
    body: deployment("a"),
  },
  {
    title: "apply less: fields that nobody else owns go",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=one`,
    type: apply,
    body: deployment("a", {}, { env: [{ name: "B", value: "2" }], ports: undefined }),
  },
  {
    title: "apply by force",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two&force=true`,
    type: apply,
    body: deployment("a", {}, { image: "app:2" }),
  },
  {
    title: "apply nothing but what was there: the others keep theirs",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=three`,
    type: apply,
    body: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a", annotations: { mine: "x" } } },
  },
  {
    title: "scale",
    method: "PATCH",
    path: `${deployments}/a/scale?fieldManager=scaler`,
    type: merge,
    body: { spec: { replicas: 0 } },
  },
  {
    title: "update by a merge patch",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=patcher`,
    type: merge,
    body: { metadata: { labels: { l: null, m: "2" } }, spec: { minReadySeconds: 3 } },
  },
  {
    title: "apply against an update",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two`,
    type: apply,
    body: deployment("a", { minReadySeconds: 4 }, { image: "app:2" }),
  },
  {
    title: "apply with nothing kept",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two&force=true&dryRun=All`,
    type: apply,
    body: deployment("a", { minReadySeconds: 4 }, { image: "app:3" }),
  },
  {
    title: "apply an unknown field",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two`,
    type: apply,
    body: deployment("a", { replica: 1 }),
  },
  {
    title: "apply a wrong type",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two`,
    type: apply,
    body: deployment("a", { replicas: "x" }),
  },
  {
    title: "apply an item twice",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two`,
    type: apply,
    body: deployment("a", {}, { env: [{ name: "A" }, { name: "A" }] }),
  },
  {
    title: "apply a wrong selector by force",
    method: "PATCH",
    path: `${deployments}/a?fieldManager=two&force=true`,
    type: apply,
    body: deployment("a", { selector: { matchLabels: { app: "other" } } }),
  },
  { title: "what came of it", method: "GET", path: `${deployments}/a` },
];

const ofPatches: readonly Line[] = [
  { title: "create", method: "POST", path: `${deployments}?fieldManager=maker`, body: deployment("merged") },
  patchApp("merge a variable and a port", {
    name: "app",
    env: [
      { name: "A", value: "3" },
      { name: "C", value: "4" },
    ],
    ports: [{ containerPort: 81 }],
  }),
  patchApp("merge another container", { name: "second", image: "second:1" }),
  {
    title: "order and delete",
    method: "PATCH",
    path: `${deployments}/merged?fieldManager=patcher`,
    type: strategic,
    body: {
      spec: {
        template: {
          spec: {
            "$setElementOrder/containers": [{ name: "app" }, { name: "second" }],
            containers: [
              {
                name: "app",
                "$setElementOrder/env": [{ name: "C" }, { name: "B" }],
                env: [{ name: "A", $patch: "delete" }],
              },
            ],
          },
        },
      },
    },
  },
  {
    title: "keep some keys",
    method: "PATCH",
    path: `${deployments}/merged?fieldManager=patcher`,
    type: strategic,
    body: { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } },
  },
  {
    title: "replace a list",
    method: "PATCH",
    path: `${deployments}/merged?fieldManager=patcher`,
    type: strategic,
    body: { spec: { template: { spec: { containers: [{ $patch: "replace" }, { name: "only", image: "only:1" }] } } } },
  },
  patchApp("merge without a key", { image: "x:1" }),
  {
    title: "operations",
    method: "PATCH",
    path: `${deployments}/merged?fieldManager=operator`,
    type: operations,
    body: [
      { op: "test", path: "/spec/paused", value: true },
      { op: "add", path: "/metadata/labels", value: { "a/b": "c" } },
      { op: "replace", path: "/metadata/labels/a~1b", value: "d" },
      { op: "add", path: "/spec/template/spec/containers/-", value: { name: "third", image: "third:1" } },
    ],
  },
  {
    title: "an operation that does not hold",
    method: "PATCH",
    path: `${deployments}/merged`,
    type: operations,
    body: [{ op: "test", path: "/spec/paused", value: false }],
  },
  { title: "a patch of no kind", method: "PATCH", path: `${deployments}/merged`, body: {} },
  { title: "a patch of nothing", method: "PATCH", path: `${deployments}/none`, type: merge, body: {} },
];

const ofRefusals: readonly Line[] = [
  { title: "not found", method: "GET", path: `${deployments}/none` },
  { title: "no such resource", method: "GET", path: `${core}/nopes` },
  { title: "no such method", method: "PUT", path: deployments, body: {} },
  { title: "there already", method: "POST", path: deployments, body: deployment("a") },
  {
    title: "no such namespace",
    method: "POST",
    path: "/api/v1/namespaces/none/configmaps",
    body: { metadata: { name: "x" } },
  },
  { title: "no name", method: "POST", path: `${core}/configmaps`, body: { metadata: {} } },
  { title: "bad name", method: "POST", path: `${core}/configmaps`, body: { metadata: { name: "A_b" } } },
  {
    title: "bad label",
    method: "POST",
    path: `${core}/configmaps`,
    body: { metadata: { name: "x", labels: { "a b": "c d" } } },
  },
  {
    title: "another namespace",
    method: "POST",
    path: `${core}/configmaps`,
    body: { metadata: { name: "x", namespace: "y" } },
  },
  {
    title: "created with a version",
    method: "POST",
    path: `${core}/configmaps`,
    body: { metadata: { name: "x", resourceVersion: "1" } },
  },
  { title: "another name", method: "PUT", path: `${deployments}/a`, body: deployment("b") },
  { title: "replace nothing", method: "PUT", path: `${deployments}/none`, body: deployment("none") },
  {
    title: "an old version",
    method: "PATCH",
    path: `${deployments}/a`,
    type: merge,
    body: { metadata: { resourceVersion: "1" } },
  },
  {
    title: "another selector",
    method: "PATCH",
    path: `${deployments}/a`,
    type: merge,
    body: { spec: { selector: { matchLabels: { app: "b" } }, template: { metadata: { labels: { app: "b" } } } } },
  },
  {
    title: "labels that do not match",
    method: "PATCH",
    path: `${deployments}/a`,
    type: merge,
    body: { spec: { template: { metadata: { labels: { app: "b" } } } } },
  },
  {
    title: "fewer than none",
    method: "PATCH",
    path: `${deployments}/a`,
    type: merge,
    body: { spec: { replicas: -1 } },
  },
  {
    title: "what is required",
    method: "POST",
    path: deployments,
    body: { metadata: { name: "x" }, spec: { template: { spec: { containers: [{ name: "app" }] } } } },
  },
  {
    title: "more than the limit",
    method: "POST",
    path: deployments,
    body: deployment("x", {}, { resources: { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } } }),
  },
  {
    title: "no such volume",
    method: "POST",
    path: deployments,
    body: deployment("x", {}, { volumeMounts: [{ name: "v", mountPath: "/v" }] }),
  },
  {
    title: "an unknown field, strictly",
    method: "POST",
    path: `${deployments}?fieldValidation=Strict`,
    body: deployment("x", { replica: 1 }),
  },
  { title: "a wrong type", method: "POST", path: deployments, body: deployment("x", { replicas: "x" }) },
  {
    title: "a wrong kind",
    method: "POST",
    path: `${core}/configmaps`,
    body: { apiVersion: "v1", kind: "Secret", metadata: { name: "x" } },
  },
  { title: "an unknown selector of fields", method: "GET", path: `${deployments}?fieldSelector=spec.replicas%3D1` },
  { title: "an unknown selector of pods' fields", method: "GET", path: `${core}/pods?fieldSelector=status.nope%3D1` },
  { title: "a bad selector of labels", method: "GET", path: `${deployments}?labelSelector=a%3D%3D%3D` },
  { title: "logs of no pod", method: "GET", path: `${core}/pods/none/log` },
  { title: "a proxy to no pod", method: "GET", path: `${core}/pods/none:80/proxy/` },
];

const ofKinds: readonly Line[] = [
  {
    title: "an immutable ConfigMap",
    method: "POST",
    path: `${core}/configmaps`,
    body: { metadata: { name: "fixed" }, immutable: true, data: { a: "1" } },
  },
  { title: "its data", method: "PATCH", path: `${core}/configmaps/fixed`, type: merge, body: { data: { a: "2" } } },
  {
    title: "its immutability",
    method: "PATCH",
    path: `${core}/configmaps/fixed`,
    type: merge,
    body: { immutable: false },
  },
  {
    title: "a Secret by text",
    method: "POST",
    path: `${core}/secrets`,
    body: { metadata: { name: "s" }, stringData: { a: "1" } },
  },
  { title: "its type", method: "PATCH", path: `${core}/secrets/s`, type: merge, body: { type: "x/y" } },
  {
    title: "no base64",
    method: "POST",
    path: `${core}/secrets`,
    body: { metadata: { name: "t" }, data: { a: "???" } },
  },
  {
    title: "a bad key",
    method: "POST",
    path: `${core}/secrets`,
    body: { metadata: { name: "t" }, data: { "a b": "aaaa" } },
  },
  {
    title: "a Service",
    method: "POST",
    path: `${core}/services`,
    body: {
      metadata: { name: "s" },
      spec: { type: "LoadBalancer", selector: { app: "a" }, ports: [{ port: 80, targetPort: "http" }] },
    },
  },
  {
    title: "its address",
    method: "PATCH",
    path: `${core}/services/s`,
    type: merge,
    body: { spec: { clusterIP: "10.96.0.77" } },
  },
  {
    title: "ports without a name",
    method: "POST",
    path: `${core}/services`,
    body: { metadata: { name: "t" }, spec: { ports: [{ port: 80 }, { port: 81, name: "b" }] } },
  },
  {
    title: "a Job",
    method: "POST",
    path: jobs,
    body: {
      metadata: { name: "j" },
      spec: {
        suspend: true,
        template: { spec: { restartPolicy: "Never", containers: [{ name: "app", image: "app:1" }] } },
      },
    },
  },
  {
    title: "a Job that always restarts",
    method: "POST",
    path: jobs,
    body: { metadata: { name: "k" }, spec: { template: { spec: { containers: [{ name: "app", image: "app:1" }] } } } },
  },
  {
    title: "a Lease",
    method: "POST",
    path: leases,
    body: { metadata: { name: "l" }, spec: { holderIdentity: "a", renewTime: "2026-03-01T12:00:00.123456Z" } },
  },
  {
    title: "a Lease without its version",
    method: "PUT",
    path: `${leases}/l`,
    body: { metadata: { name: "l" }, spec: { holderIdentity: "b" } },
  },
  {
    title: "a Lease that is not there",
    method: "PUT",
    path: `${leases}/m`,
    body: { metadata: { name: "m" }, spec: { holderIdentity: "b" } },
  },
  { title: "a list by label", method: "GET", path: `${deployments}?labelSelector=m%3D2` },
  {
    title: "an access review",
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: { spec: { resourceAttributes: { namespace: "NS", verb: "get", resource: "pods" } } },
  },
];

const ofDeletes: readonly Line[] = [
  { title: "another uid", method: "DELETE", path: `${deployments}/a`, body: { preconditions: { uid: "1" } } },
  {
    title: "another version",
    method: "DELETE",
    path: `${deployments}/a`,
    body: { preconditions: { resourceVersion: "1" } },
  },
  {
    title: "delete in the foreground, with nothing kept",
    method: "DELETE",
    path: `${deployments}/merged?dryRun=All`,
    body: { propagationPolicy: "Foreground" },
  },
  { title: "delete", method: "DELETE", path: `${deployments}/a`, body: { propagationPolicy: "Background" } },
  { title: "delete nothing", method: "DELETE", path: `${deployments}/none` },
  { title: "delete none of a list", method: "DELETE", path: `${core}/configmaps?labelSelector=zz%3D1` },
];

export const conversation: readonly Line[] = [...ofApply, ...ofPatches, ...ofRefusals, ...ofKinds, ...ofDeletes];
