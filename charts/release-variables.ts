import type { Problem } from "../environments/schema/problems";

/** The variables of a release, as continuous integration sets them. */
export interface ReleaseVariables {
  /** Reference of the image, best with a digest. @default - the environment's repository and the service's version */
  readonly IMAGE?: string | undefined;
  /** @default - `service.canaryPods` of the environment */
  readonly CANARY_PODS?: string | undefined;
  /** @default - `service.stablePods` of the environment */
  readonly STABLE_PODS?: string | undefined;
  /** Percent of the requests that the canary gets of a Gateway. @default - `service.route.canaryWeight` */
  readonly CANARY_WEIGHT?: string | undefined;
  /** `canary` or `stable`; with the strategy `blue-green`, `blue` or `green`. @default - both */
  readonly TRACK?: string | undefined;
  /** `blue` or `green`: who gets the traffic, with the strategy `blue-green`. @default - `blue` */
  readonly LIVE?: string | undefined;
  /** Name of the Secret with the database's login. @default - `db-params` */
  readonly DATABASE_SECRET?: string | undefined;
}

/** Picks the variables of a release from those of the process. */
export function releaseVariables(process: NodeJS.ProcessEnv): ReleaseVariables {
  const { IMAGE, CANARY_PODS, STABLE_PODS, CANARY_WEIGHT, TRACK, LIVE, DATABASE_SECRET } = process;
  return { IMAGE, CANARY_PODS, STABLE_PODS, CANARY_WEIGHT, TRACK, LIVE, DATABASE_SECRET };
}

/** Those that are set: continuous integration passes one that is not as an empty one. */
export const given = (variables: ReleaseVariables): ReleaseVariables =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));

/** Reads variables and gathers what is wrong with them. Undefined stands for one that is not set or wrong. */
export class ReleaseInput {
  readonly problems: Problem[] = [];

  constructor(private readonly variables: ReleaseVariables) {}

  number(name: keyof ReleaseVariables, { min, max }: { min: number; max: number }): number | undefined {
    return this.read(name, `must be a whole number between ${min} and ${max}`, (written) => {
      const number = /^(0|[1-9]\d*)$/.test(written) ? Number(written) : NaN;
      return number >= min && number <= max ? number : undefined;
    });
  }

  oneOf<T extends string>(name: keyof ReleaseVariables, choices: readonly T[]): T | undefined {
    const rule = `must be ${choices.map((choice) => JSON.stringify(choice)).join(" or ")}`;
    return this.read(name, rule, (written) => choices.find((choice) => choice === written));
  }

  dnsLabel(name: keyof ReleaseVariables): string | undefined {
    return this.read(name, "must be at most 63 lower-case letters, digits or hyphens", (written) =>
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(written) ? written : undefined,
    );
  }

  private read<T>(name: keyof ReleaseVariables, rule: string, parse: (written: string) => T | undefined) {
    const written = this.variables[name];
    if (written === undefined) return undefined;
    const parsed = parse(written);
    if (parsed === undefined) this.problems.push({ path: name, rule, got: written });
    return parsed;
  }
}
