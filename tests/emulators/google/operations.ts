import { randomUUID } from "node:crypto";

import type { Phase } from "../http/schedule";
import { ApiError } from "./api-error";
import { timestamp } from "./values";
import type { GoogleSchedule, Kind } from "./waiting";

/** Something that was begun. Each service shows it in its own form. */
export interface Operation {
  readonly name: string;
  /** Word of the service for it: `insert`, `CREATE_CLUSTER`. */
  readonly type: string;
  /** Relative name of what it is about: `projects/p/global/networks/n`. */
  readonly target: string;
  readonly startedAt: string;
  endedAt: string | undefined;
  /** Why it failed. */
  error: string | undefined;
  /** What a long-running operation answers at its end. */
  response: object;
}

interface Beginning {
  readonly phase: Phase;
  readonly kind: Kind;
  readonly type: string;
  readonly target: string;
}

/** All operations of all services: those of a request are known by their name alone. */
export class Operations {
  private readonly all = new Map<string, Operation>();
  private readonly failures: { readonly type: string; readonly message: string }[] = [];

  constructor(private readonly schedule: GoogleSchedule) {}

  /** Has the next operation of a type begin as always and end with an error: `CREATE_CLUSTER`, `insert`. */
  failNext(type: string, message: string): void {
    this.failures.push({ type, message });
  }

  /**
   * @param finish what is done at its end; it may return what the operation answers
   * @param fail what is done instead when a test has ordered it to fail
   */
  begin(
    { phase, kind, type, target }: Beginning,
    finish: () => object | undefined,
    fail: () => void = () => undefined,
  ): Operation {
    const name = `operation-${Date.now()}-${randomUUID()}`;
    const [startedAt, endedAt, error] = [timestamp(), undefined, undefined];
    const operation: Operation = { name, type, target, startedAt, endedAt, error, response: {} };
    const failure = this.failures.find((ordered) => ordered.type === type);
    if (failure !== undefined) this.failures.splice(this.failures.indexOf(failure), 1);
    this.all.set(name, operation);
    this.schedule.then(phase, kind, () => {
      if (failure === undefined) operation.response = finish() ?? {};
      else fail();
      operation.error = failure?.message;
      operation.endedAt = timestamp();
    });
    return operation;
  }

  /** @throws {ApiError} when there is none */
  get(name: string): Operation {
    const operation = this.all.get(name);
    if (operation === undefined) throw new ApiError(404, `Operation not found: ${name}`, { reason: "notFound" });
    return operation;
  }

  /** One that is about this and has not ended. */
  runningOn(target: string): Operation | undefined {
    return [...this.all.values()].find((one) => one.endedAt === undefined && one.target === target);
  }
}

/** The form of the newer APIs. @param name with its parents: `projects/p/locations/l/operations/o` */
export function longRunning(
  { endedAt, error, response }: Operation,
  name: string,
  metadata: string,
  result: string,
): object {
  return {
    name,
    metadata: { "@type": `type.googleapis.com/${metadata}` },
    ...(endedAt !== undefined && { done: true }),
    ...(endedAt !== undefined &&
      (error === undefined
        ? { response: { "@type": `type.googleapis.com/${result}`, ...response } }
        : { error: { code: 13, message: error } })),
  };
}
