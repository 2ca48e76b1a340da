import { type DestinationStream, type Logger, pino } from "pino";

import type { Build } from "./http/metrics";

/** Lines of JSON. @param destination by default the standard output */
export function createLogger(
  level: string,
  build: Build,
  // written when the loop comes to it, and all of it before the process ends
  destination: DestinationStream = pino.destination({ sync: false }),
): Logger {
  return pino(
    {
      level,
      base: { service: "addressbook", ...build },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    destination,
  );
}

/** Only these, because errors of the database carry values of rows and the settings of the connection. */
function describeError(error: NodeJS.ErrnoException) {
  const { name, code, message, stack } = error;
  return { type: name, code, message, stack };
}
