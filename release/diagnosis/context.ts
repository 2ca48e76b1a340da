import type { Environment } from "../../environments/schema/environment";
import type { Service } from "../../environments/schema/service";

/** What somebody waits for, and wants to know why it does not come. */
export interface DiagnosisContext {
  readonly environment: Environment;
  readonly namespace: string;
  readonly service: Service;
  /** Names of the Deployments whose pods must become ready. */
  readonly deployments: readonly string[];
  /** Name of the Job that must succeed. @default - none */
  readonly job?: string | undefined;
  /** Milliseconds since 1970. What happened before, and is over, does not count. */
  readonly since: number;
}
