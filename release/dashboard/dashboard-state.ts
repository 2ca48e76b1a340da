import type { Diagnosis } from "../diagnosis/diagnosis";
import type { DeploymentState, StepName } from "../terminal/release-event";
import type { Checks, Finding } from "../verify/verdict";

/** All that the dashboard shows, at one moment. Only JSON: the page gets it, and the HTML report keeps it. */
export interface DashboardState {
  /** Milliseconds since 1970, by the clock of the program that serves it. */
  readonly at: number;
  readonly environment: string;
  readonly service: string;
  readonly namespace: string;
  readonly strategy: "canary" | "blue-green";
  /** Where clients reach the service. @default - nobody knows */
  readonly address?: string;
  /** Whether nothing may be changed from here. */
  readonly isReadOnly: boolean;
  /** Why what is shown is old: the cluster does not answer. @default - it is current */
  readonly trouble?: string;
  /** How far the release under way is; what there is when none is. */
  readonly timeline: readonly TimelineStep[];
  /** What is released. @default - nothing is under way */
  readonly candidate?: VerifiedTrack;
  /** What was released last. @default - something is under way, it was rolled back, or its verification is not known */
  readonly released?: VerifiedTrack;
  /** Canary and stable (blue and green), with their pods. */
  readonly deployments: readonly DeploymentState[];
  readonly diagnoses: readonly Diagnosis[];
  /** The newest first. */
  readonly events: readonly DashboardEvent[];
  /** What stable (blue and green) was, the newest first. */
  readonly revisions: readonly RevisionState[];
  /** Reports of users, and notes, the newest first. */
  readonly notes: readonly UserNote[];
  /** Who releases. @default - nobody */
  readonly lock?: { readonly holder: string; readonly command: string; readonly since: string };
  /** What can be done. */
  readonly decisions: readonly Decision[];
  /** What was started from here: it runs, or this is how it ended. @default - nothing was */
  readonly command?: CommandState;
}

/** A version, and what its verification said. */
export interface VerifiedTrack {
  readonly track: string;
  readonly image: string;
  /** Absent: the verification has not ended, or is not about these pods. */
  readonly verdict?: Finding["verdict"];
  /** It is promoted although the verdict is not `pass`. @default false */
  readonly accepted?: boolean;
  readonly findings: readonly Finding[];
  /** How many there were, when not all of them were kept. @default - these are all */
  readonly checks?: Checks;
}

export interface TimelineStep {
  readonly step: StepName;
  readonly state: "waiting" | "running" | "done" | "failed" | "skipped";
  /** Milliseconds since 1970. @default - nobody knows */
  readonly since?: number;
  /** In one sentence. @default - there is nothing to say */
  readonly note?: string;
}

/** Something that happened in the cluster, or in a command that was started from here. */
export interface DashboardEvent {
  readonly at: number;
  readonly level: "info" | "warning" | "error";
  /** What it is about: `pod/addressbook-canary-5d4f9-x7k2p`, `promote`. */
  readonly subject: string;
  readonly text: string;
  /** How often it was seen. */
  readonly count: number;
}

export interface RevisionState {
  readonly track: string;
  readonly revision: number;
  readonly image: string;
  /** Hash of its settings. */
  readonly configuration: string;
  readonly isCurrent: boolean;
  readonly pods: number;
  /** Against the revision before: `image`, `configuration`. Empty: it is the first that is known. */
  readonly changed: readonly ("image" | "configuration")[];
  /** ISO 8601. @default - it was not released by this tool */
  readonly releasedAt?: string;
  readonly releasedBy?: string;
  readonly notes: readonly UserNote[];
}

/** What a person has written. */
export interface UserNote {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** At most 500 characters. */
  readonly text: string;
  /** Image that it is about: after a rollback it is kept with the one before. @default - nobody knows */
  readonly image?: string;
}

/** go or no-go */
export interface Decision {
  readonly command: "promote" | "rollback";
  /** Why it cannot be done now, in one sentence. @default - it can */
  readonly obstacle?: string;
  /** What a person accepts with it: the verdict is not `pass`. @default - nothing */
  readonly accepts?: "inconclusive" | "fail";
}

export interface CommandState {
  readonly command: "promote" | "rollback";
  readonly state: "running" | "done" | "failed";
  /** How it ended, in one sentence. */
  readonly summary?: string;
  readonly next: readonly string[];
}

/** What a decision would do: the confirmation shows it. */
export interface DecisionPlan {
  readonly command: "promote" | "rollback";
  /** The new version. */
  readonly image: string | null;
  /** What clients get before, and afterwards. @default - nothing, or nothing changes */
  readonly from?: string | null;
  readonly to?: string | null;
  readonly steps: readonly {
    readonly what: string;
    readonly pods: Readonly<Record<string, number>>;
    readonly canaryPercent: number;
    readonly minimumReady: number;
    readonly connections: number;
  }[];
}

/** The requests that each track has answered in a span of time, by its pods' own metrics. */
export interface Sample {
  /** Its end, in milliseconds since 1970. */
  readonly at: number;
  /** By track. A track of which nothing is known is not in it. */
  readonly tracks: Readonly<Record<string, TrackSample>>;
  /** Tracks whose pods were asked, and none of them has answered. @default - there are none */
  readonly silent?: readonly string[];
}

export interface TrackSample {
  readonly requestsPerSecond: number;
  /** Absent: there were no requests. */
  readonly errorPercent?: number;
  /** Latency by its quantiles, in milliseconds. Absent: there were no requests, or the service does not measure it. */
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

/** What the page gets from the server, as lines of `text/event-stream`: `event: state`, `event: samples`. */
export interface DashboardMessages {
  /** Whenever something has changed, and at least every 15 s. */
  readonly state: DashboardState;
  /** All that there are at first, then each new one. At most an hour of them is kept. */
  readonly samples: readonly Sample[];
}
