/** An action at one commit: a tag can be moved to another one, a commit cannot. */
interface Pin {
  readonly action: string;
  readonly commit: string;
  /** The release that the commit is, for people and for tools that look for newer ones. */
  readonly version: string;
}

const pins = {
  checkout: { action: "actions/checkout", commit: "3d3c42e5aac5ba805825da76410c181273ba90b1", version: "v7.0.1" },
  setupNode: { action: "actions/setup-node", commit: "820762786026740c76f36085b0efc47a31fe5020", version: "v7.0.0" },
  uploadArtifact: {
    action: "actions/upload-artifact",
    commit: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    version: "v7.0.0",
  },
  downloadArtifact: {
    action: "actions/download-artifact",
    commit: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    version: "v8.0.1",
  },
  appToken: {
    action: "actions/create-github-app-token",
    commit: "1b10c78c7865c340bc4f6099eb2f838309f1e8c3",
    version: "v3.1.1",
  },
  cosign: {
    action: "sigstore/cosign-installer",
    commit: "6f9f17788090df1f26f669e9d70d6ae9567deba6",
    version: "v4.1.2",
  },
  awsLogin: {
    action: "aws-actions/configure-aws-credentials",
    commit: "e6de054238d6b7531b4efff3b6587d9aade6a06c",
    version: "v6.2.3",
  },
  googleLogin: {
    action: "google-github-actions/auth",
    commit: "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093",
    version: "v3.0.0",
  },
  gcloud: {
    action: "google-github-actions/setup-gcloud",
    commit: "aa5489c8933f4cc7a4f7d45035b3b1440c9c10db",
    version: "v3.0.1",
  },
  terraform: {
    action: "hashicorp/setup-terraform",
    commit: "dfe3c3f87815947d99a8997f908cb6525fc44e9e",
    version: "v4.0.1",
  },
} as const satisfies Record<string, Pin>;

/** What a step uses: `owner/name@commit`. */
export const action = (name: keyof typeof pins): string => `${pins[name].action}@${pins[name].commit}`;

/** The release that is written beside the commit. */
export const versionOf = (used: string): string | undefined =>
  Object.values(pins).find(({ commit }) => used.endsWith(`@${commit}`))?.version;
