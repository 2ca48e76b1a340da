import type { StoredObject } from "../store";
import type { NewObject } from "./objects";

/** The API's answer to what is not let in. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
}

export type Operation = "create" | "update" | "delete";

/** @returns why not; undefined when there is nothing against it */
export type Admitter = (operation: Operation, object: StoredObject | NewObject) => Refusal | undefined;

/** Everything that has a say in whether an object is let in: quotas, Pod Security, and what a test adds. */
export class Admission {
  private readonly admitters = new Set<Admitter>();

  /** @returns what takes it away again */
  add(admitter: Admitter): () => void {
    this.admitters.add(admitter);
    return () => this.admitters.delete(admitter);
  }

  /** Refuses as a webhook does. @returns what takes it away again */
  addWebhook(name: string, deny: (operation: Operation, object: NewObject) => string | undefined): () => void {
    return this.add((operation, object) => {
      const message = deny(operation, object);
      if (message === undefined) return undefined;
      return {
        status: 400,
        reason: "BadRequest",
        message: `admission webhook "${name}" denied the request: ${message}`,
      };
    });
  }

  /** The first refusal. */
  refusal(operation: Operation, object: StoredObject | NewObject): Refusal | undefined {
    for (const admitter of this.admitters) {
      const refusal = admitter(operation, object);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
}
