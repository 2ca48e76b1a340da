/** A request as the API server saw it. */
export interface RecordedRequest {
  readonly method: string;
  /** With its query, as it was sent. */
  readonly url: string;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `apply`, `delete`, `deletecollection`; empty for other paths. */
  readonly verb: string;
  /** Empty for other paths. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly query: Readonly<Record<string, string>>;
  /** Empty when nobody was logged in. */
  user: string;
  /** Is to change something that is kept: no dry run, no review of access. */
  readonly isWrite: boolean;
  /** Milliseconds since 1970, by the cluster's clock. */
  readonly at: number;
  /** Zero while there is no answer, or when the connection was cut before there was one. */
  status: number;
}
