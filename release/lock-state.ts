import type { Lease } from "./cluster/objects";
import type { Holder } from "./holder";

/** Who has a lock, as it is written in the Lease. */
export interface LockState extends Holder {
  /** The command that it is held for: `release canary`. */
  readonly command: string;
  /** When it was taken, in milliseconds since 1970. */
  readonly since: number;
  /** When it was renewed last. */
  readonly renewed: number;
  /** For how long it counts after that. */
  readonly durationMillis: number;
}

const commandAnnotation = "addressbook-platform/command";
const urlAnnotation = "addressbook-platform/job";

/** What a Lease says; undefined when nobody has it. */
export function lockState({ metadata, spec }: Lease): LockState | undefined {
  const name = spec?.holderIdentity ?? "";
  if (name === "") return undefined;
  const renewed = Date.parse(spec?.renewTime ?? "") || 0;
  return {
    name,
    url: metadata?.annotations?.[urlAnnotation],
    command: metadata?.annotations?.[commandAnnotation] ?? "something else",
    since: Date.parse(spec?.acquireTime ?? "") || renewed,
    renewed,
    durationMillis: (spec?.leaseDurationSeconds ?? 0) * 1000,
  };
}

/** A Lease that says this. @param before whose place it takes */
export function leaseOf(name: string, state: LockState, before?: Lease): Lease {
  const changesHands = before !== undefined && before.spec?.holderIdentity !== state.name;
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      ...before?.metadata,
      name,
      annotations: {
        [commandAnnotation]: state.command,
        ...(state.url === undefined ? {} : { [urlAnnotation]: state.url }),
      },
    },
    spec: {
      holderIdentity: state.name,
      leaseDurationSeconds: state.durationMillis / 1000,
      acquireTime: microTime(state.since),
      renewTime: microTime(state.renewed),
      leaseTransitions: (before?.spec?.leaseTransitions ?? 0) + (changesHands ? 1 : 0),
    },
  };
}

/** The API takes nothing but six digits. */
const microTime = (time: number): string => new Date(time).toISOString().replace("Z", "000Z");
