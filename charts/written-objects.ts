import { ApiObject } from "cdk8s";
import type { IConstruct } from "constructs";

/** An object as it is written into a file: plain data. Only what is looked at is named. */
export interface WrittenObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: Partial<WrittenPod> & {
    readonly replicas?: number;
    /** Of a Service. */
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly template?: { readonly spec: WrittenPod };
    /** Of a route. */
    readonly rules?: readonly { readonly backendRefs: readonly { readonly name: string; readonly weight: number }[] }[];
  };
  readonly data?: Readonly<Record<string, string>>;
}

export interface WrittenPod {
  readonly initContainers?: readonly WrittenContainer[];
  readonly containers: readonly WrittenContainer[];
}

export interface WrittenContainer {
  readonly image: string;
  readonly resources?: object;
}

/** The objects within an app or a chart, optionally of some kinds only: to write one takes a millisecond. */
export function writtenObjects(scope: IConstruct, kinds?: readonly string[]): WrittenObject[] {
  return scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    .map((object) => object.toJson() as WrittenObject);
}

/** Where the containers stand that have an image: paths such as `["spec", "template", "spec", "containers", 0]`. */
export function containerPaths({ spec }: WrittenObject, image: string): (string | number)[][] {
  const [pod, path] =
    spec?.template === undefined ? [spec, ["spec"]] : [spec.template.spec, ["spec", "template", "spec"]];
  return (["initContainers", "containers"] as const).flatMap((list) =>
    (pod?.[list] ?? []).flatMap((container, index) => (container.image === image ? [[...path, list, index]] : [])),
  );
}
