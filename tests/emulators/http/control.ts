import type { z } from "zod";

import type { Faults } from "./faults";
import { faultModel } from "./faults";
import type { RequestLog } from "./request-log";

/** What a route below /_emulator/ does; undefined is answered with `{}`. */
export type ControlRoutes = Readonly<Record<string, (body: unknown) => unknown>>;

/** Reads a body, or throws what the API of the cloud answers to a wrong one. */
export type ReadBody = <T>(model: z.ZodType<T>, body: unknown) => T;

/** The routes below /_emulator/ that every API over HTTP has, by which a test looks behind the curtain. */
export function commonRoutes(faults: Faults, log: RequestLog, read: ReadBody): ControlRoutes {
  return {
    "GET faults": () => faults.show(),
    "POST faults": (body) => {
      faults.order(read(faultModel, body));
    },
    "DELETE faults": () => {
      faults.clear();
    },
    "GET requests": () => log.show(),
    "DELETE requests": () => {
      log.clear();
    },
    "GET refused": () => log.refused(),
  };
}
