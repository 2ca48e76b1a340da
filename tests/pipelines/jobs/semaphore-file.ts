/** A secret of Semaphore: variables, and files in the home folder. */
export interface SemaphoreSecret {
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

export interface Task {
  readonly secrets?: readonly { readonly name: string }[];
  readonly env_vars?: readonly EnvVar[];
  readonly prologue?: Commands;
  readonly epilogue?: { readonly always?: Commands };
  readonly jobs: readonly {
    readonly name: string;
    readonly env_vars?: readonly EnvVar[];
    readonly commands: string[];
  }[];
}
export interface EnvVar {
  readonly name: string;
  readonly value: string;
}
export interface Commands {
  readonly commands: readonly string[];
}
export interface PipelineFile {
  readonly name: string;
  readonly blocks: readonly { readonly task: Task }[];
  readonly after_pipeline?: { readonly task: Task };
  readonly promotions?: readonly {
    readonly pipeline_file: string;
    readonly parameters?: { readonly env_vars: readonly { readonly name: string; readonly default_value?: string }[] };
  }[];
}
