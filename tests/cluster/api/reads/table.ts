import type { StoredObject } from "../../store";
import type { JsonObject } from "../json";
import { columnsOf } from "./columns";

/** Whether a client asks for rows that it can print. */
export const wantsTable = (accept: string): boolean => accept.split(",")[0]?.includes("as=Table") === true;

/** Objects as rows, as `kubectl get` prints them. */
export function tableOf(kind: string, objects: readonly StoredObject[], metadata: JsonObject, now: number): JsonObject {
  const columns = columnsOf(kind);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: columns.map(({ name, isWide }) => ({
      name,
      type: "string",
      format: name === "Name" ? "name" : "",
      description: name,
      priority: isWide === true ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ value }) => value(object, now)),
      object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata },
    })),
  };
}
