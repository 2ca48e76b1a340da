import { z } from "zod";

import type { KubernetesApi } from "./kubernetes-api";

/** An object of Kubernetes for which a load balancer exists outside of the cluster. */
export interface BalancerObject {
  readonly kind: string;
  /** `namespace/name` */
  readonly name: string;
  /** Another object of the same name has another one. */
  readonly uid: string;
  readonly path: string;
  /** Where clients reach the balancer. */
  readonly address?: string | undefined;
  /** What must be cleaned up before the object is gone. */
  readonly finalizers: readonly string[];
  /** Whether its deletion has begun. */
  readonly deleting: boolean;
}

const objectSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    finalizers: z.array(z.string()).default([]),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.object({ type: z.string().optional() }).optional(),
  status: z
    .object({
      // of Services and Ingresses, and of Gateways
      loadBalancer: z
        .object({ ingress: z.array(z.object({ hostname: z.string().optional(), ip: z.string().optional() })) })
        .partial()
        .optional(),
      addresses: z.array(z.object({ value: z.string().optional() })).optional(),
    })
    .optional(),
});

type KubernetesObject = z.output<typeof objectSchema>;

const listSchema = z.object({ items: z.array(objectSchema) });

/**
 * The finalizers of the controllers that make balancers for an Ingress or a Gateway: the AWS Load Balancer Controller
 * and GKE. Others serve them from within the cluster, behind a Service.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/main/pkg/shared_constants
 * @see https://github.com/kubernetes/ingress-gce/blob/master/pkg/utils/common/finalizer.go
 */
const servedByCloud = new RegExp(
  "^(ingress\\.k8s\\.aws/resources|group\\.ingress\\.k8s\\.aws/.+|gateway\\.k8s\\.aws/[an]lb" +
    "|networking\\.gke\\.io/ingress-finalizer(-V2)?|gateway\\.finalizer\\.networking\\.gke\\.io)$",
);

const hasFinalizerOfCloud = ({ metadata }: KubernetesObject): boolean =>
  metadata.finalizers.some((finalizer) => servedByCloud.test(finalizer));

/** Kinds of objects, the group that each is in, and which of them have a balancer. */
const kinds = [
  {
    kind: "Service",
    plural: "services",
    group: "/api/v1",
    hasBalancer: ({ spec }: KubernetesObject) => spec?.type === "LoadBalancer",
  },
  { kind: "Ingress", plural: "ingresses", group: "/apis/networking.k8s.io/v1", hasBalancer: hasFinalizerOfCloud },
  {
    kind: "Gateway",
    plural: "gateways",
    group: "/apis/gateway.networking.k8s.io/v1",
    hasBalancer: hasFinalizerOfCloud,
  },
] as const;

/** All of them, in all namespaces. */
export async function findBalancerObjects(api: KubernetesApi): Promise<BalancerObject[]> {
  const lists = await Promise.all(
    kinds.map(async ({ kind, plural, group, hasBalancer }) => {
      const list = await api.get(`${group}/${plural}`);
      // a cluster without Gateways does not know what they are
      const items = list === undefined ? [] : listSchema.parse(list).items;
      return items.filter(hasBalancer).map(({ metadata, status }): BalancerObject => {
        const { namespace, name, uid, finalizers, deletionTimestamp } = metadata;
        const [first] = status?.loadBalancer?.ingress ?? [];
        return {
          kind,
          name: `${namespace}/${name}`,
          uid,
          path: `${group}/namespaces/${namespace}/${plural}/${name}`,
          address: first?.hostname ?? first?.ip ?? status?.addresses?.[0]?.value,
          finalizers,
          deleting: deletionTimestamp !== undefined,
        };
      });
    }),
  );
  return lists.flat();
}

const eventsSchema = z.object({ items: z.array(z.object({ message: z.string().default("") })) });

/** The last thing that went wrong with an object; nothing when nothing is known. */
export async function lastWarning(api: KubernetesApi, { name, uid }: BalancerObject): Promise<string | undefined> {
  const [namespace = ""] = name.split("/");
  const selector = encodeURIComponent(`involvedObject.uid=${uid},type=Warning`);
  const events = await api
    .get(`/api/v1/namespaces/${namespace}/events?fieldSelector=${selector}`)
    // only an explanation: without it there is less to read
    .catch(() => undefined);
  const message = eventsSchema.safeParse(events).data?.items.at(-1)?.message.split("\n")[0];
  return message === undefined ? undefined : message.slice(0, 300);
}
