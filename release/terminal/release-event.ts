import type { Diagnosis } from "../diagnosis/diagnosis";
import type { Verdict } from "../verify/verdict";

/** The steps of a release, in order. */
export const stepNames = ["preflight", "migrate", "canary", "verify", "promote", "rollback"] as const;
export type StepName = (typeof stepNames)[number];

/** What happens in a release, as it happens: the lines of `--output json`, and what the terminal and reports are made of. */
export type ReleaseEvent = { readonly at: number } & (
  | {
      readonly type: "started";
      readonly command: string;
      readonly environment: string;
      readonly service: string;
      /** @default - it works on no cluster */
      readonly namespace?: string;
      readonly image?: string;
      /** Seconds until it is given up. */
      readonly timeoutSeconds: number;
    }
  | {
      readonly type: "step";
      readonly step: StepName;
      readonly state: "running" | "done" | "failed" | "skipped";
      readonly note?: string | undefined;
    }
  /** Something that was done or found, in one line. */
  | { readonly type: "note"; readonly text: string; readonly level: "info" | "warning" }
  /** What there is, whenever it has changed. */
  | { readonly type: "pods"; readonly tree: ReleaseTree }
  | { readonly type: "verdict"; readonly verdict: Verdict }
  | { readonly type: "diagnosis"; readonly diagnosis: Diagnosis }
  | {
      readonly type: "finished";
      /** The exit code. */
      readonly code: 0 | 1 | 2 | 70 | 75;
      /** How it ended, in one sentence. */
      readonly summary: string;
      /** What to do next: commands. */
      readonly next: readonly string[];
    }
);

/** An event of one type. */
export type EventOf<Type extends ReleaseEvent["type"]> = Extract<ReleaseEvent, { readonly type: Type }>;

/** Whoever is told what happens in a release. It never throws: what cannot be shown breaks no release. */
export interface ReleaseOutput {
  event(event: ReleaseEvent): void;
  /** Shows what is still to be shown, and gives the terminal back. No event comes after it. */
  close(): void;
}

/** release → deployments → pods */
export interface ReleaseTree {
  readonly deployments: readonly DeploymentState[];
}

export interface DeploymentState {
  readonly name: string;
  /** `canary`, `stable`, `blue`, `green` */
  readonly track: string;
  readonly image: string;
  readonly desiredPods: number;
  readonly readyPods: number;
  /** Part of the requests that it gets, in percent, to one decimal. */
  readonly trafficPercent: number;
  /** Why it cannot make pods: `exceeded quota: …`. @default - it can */
  readonly why?: string;
  readonly pods: readonly PodState[];
}

export interface PodState {
  readonly name: string;
  readonly state: "ready" | "waiting" | "failing" | "stopping";
  /** Of another image or configuration than its Deployment wants now. */
  readonly isOld: boolean;
  /** What it waits for, or how it fails: `image is pulled`, `answers 503 to /ready: …`. Empty when it only serves. */
  readonly why: string;
  /** When that is over by itself, in milliseconds since 1970. @default - nobody knows */
  readonly until?: number;
  readonly restarts: number;
  /** When it was made, in milliseconds since 1970. */
  readonly since: number;
}
