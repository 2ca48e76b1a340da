import { existsSync, readFileSync, writeFileSync } from "node:fs";

import type { Outcome } from "../../../programs/local-programs";

/** Anything in an account, in the shape of the real answer. */
export interface Thing {
  readonly [key: string]: unknown;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  /** Name of the Service that it was made for. */
  readonly of?: string;
  /** Arn of the target group that it sends to. */
  readonly targetGroup?: string;
  /** When it will have been deleted, in milliseconds. */
  goneAt?: number;
  /** It is being deleted, and gone so many milliseconds after somebody has seen it. */
  readonly lasts?: number;
}

/** An object of Kubernetes. */
export interface KubernetesObject {
  /** Path of the list that it is in. */
  readonly list: string;
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    deletionTimestamp?: string;
  };
  goneAt?: number | undefined;
  readonly lasts?: number;
}

/** What there is: clusters and an account. */
export interface CloudState {
  readonly accountId: string;
  readonly cluster: {
    readonly exists: boolean;
    /** Name of the cluster in the kubeconfig; empty when nothing is written there. */
    readonly context: string;
    /** What `aws eks describe-cluster` says. */
    readonly description: object;
    /** What kubectl says instead of an answer. */
    readonly refusal?: string;
    /** The controller that removes finalizers is gone. */
    readonly isStuck?: boolean;
    /** What is made as soon as something is deleted. */
    readonly remakes?: KubernetesObject;
  };
  readonly objects: KubernetesObject[];
  readonly volumes: readonly object[];
  readonly events: readonly object[];
  /** Lists of things, by what they are. */
  readonly account: Record<string, Thing[]>;
  /** What a command says instead of an answer: `aws elb delete-load-balancer`, `gcloud container clusters`. */
  readonly refusals: Readonly<Record<string, string>>;
  /** Milliseconds that balancers take to go. */
  readonly delay: number;
}

/** What has not been deleted, or takes its time to go. */
export function alive<T extends { goneAt?: number | undefined; readonly lasts?: number }>(
  things: readonly T[] = [],
): T[] {
  for (const thing of things) if (thing.lasts !== undefined) thing.goneAt ??= Date.now() + thing.lasts;
  return things.filter(({ goneAt }) => goneAt === undefined || goneAt > Date.now());
}

export const printed = (answer: unknown): Outcome => ({
  status: 0,
  stdout: typeof answer === "string" ? `${answer}\n` : JSON.stringify(answer),
  stderr: "",
});

export const failed = (message: string): Outcome => ({ status: 1, stdout: "", stderr: `${message}\n` });

/** Something in a kubeconfig that must not be told to anybody. */
export const secret = "open-sesame";

/** As `aws eks update-kubeconfig` and its like do. */
export function writeKubeconfig({ cluster }: CloudState, kubeconfig: string | undefined): Outcome {
  if (kubeconfig === undefined || !existsSync(kubeconfig)) return failed("which kubeconfig?");
  if (cluster.context !== "")
    writeFileSync(kubeconfig, JSON.stringify({ token: secret, "current-context": cluster.context }));
  return printed("Added new context");
}

export function currentContext(kubeconfig: string): string {
  const { "current-context": context } = JSON.parse(readFileSync(kubeconfig, "utf8")) as { "current-context": string };
  return context;
}
