import type { AnyObject } from "./cluster/objects";

/**
 * What a release notes on the Deployments that it works on. It is all that it remembers: whoever runs it again, on
 * whatever machine, finds it there. Kubernetes copies a Deployment's annotations to its ReplicaSets, so that each
 * revision keeps its own.
 */
export interface Notes {
  /** Image as it was asked for. */
  readonly image?: string;
  /** Hash of the pod template without image and track: code and configuration were proven together. */
  readonly template?: string;
  /**
   * What the verification of these pods said. Absent: it has not ended. A promotion takes it along to stable, where
   * another one than `pass` has been accepted.
   */
  readonly verdict?: "pass" | "fail" | "inconclusive";
  /** When it said so, ISO 8601. */
  readonly "verified-at"?: string;
  /** Image by digest that the pods really run, once they are verified. */
  readonly "proven-image"?: string;
  /** `pod-template-hash` of the pods that this is true of: whoever edits the Deployment has others. */
  readonly "proven-pods"?: string;
  /** `pod-template-hash` that the track had before it was brought to this image. */
  readonly previous?: string;
  /**
   * `uid` of the canary that the track was brought to this image for. As long as that is there, the promotion is not at
   * its end, and can be taken back. Absent beside `previous`: not all pods have the image yet.
   */
  readonly candidate?: string;
  /** When the track was last brought to this image, ISO 8601, by the clock of the API server. */
  readonly "released-at"?: string;
  /** Who did, as the lock calls them. */
  readonly "released-by"?: string;
  /** An image that was rolled back since, and when: `2026-03-01T12:00:00Z registry/app@sha256:…`. */
  readonly "rolled-back"?: string;
  /** What its verification had said. Empty: it had not ended. */
  readonly "rolled-back-verdict"?: string;
  /** What the verification has seen, as JSON: `noted/noted-findings.ts`. */
  readonly findings?: string;
  /** How many findings of each verdict there were, as JSON: fewer of them may be kept. */
  readonly checks?: string;
  /** What people have written about it, as JSON: `noted/noted-reports.ts`. */
  readonly reports?: string;
}

const prefix = "addressbook-platform/";

/** The notes as annotations; those that are undefined are left out. */
export function annotationsOf(notes: Notes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(notes).flatMap(([name, value]) => (value === undefined ? [] : [[`${prefix}${name}`, value]])),
  );
}

/**
 * The notes on an object. Whatever somebody else wrote there is passed over. An empty one is none: so a note is taken
 * back that another request has written.
 */
export function notesOf(object: AnyObject | undefined): Notes {
  return Object.fromEntries(
    Object.entries(object?.metadata?.annotations ?? {}).flatMap(([name, value]) =>
      name.startsWith(prefix) && value !== "" ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}
