/** A type of machine that nodes run on. */
export interface MachineType {
  readonly processors: number;
  readonly memoryMib: number;
  readonly architecture: "amd64" | "arm64";
  /** Pods that one node accepts, as this project configures it. */
  readonly maxPods: number;
  /** What is left for pods after the kubelet's and the system's reserve, in thousandths of a processor. */
  readonly allocatableMillicores: number;
  readonly allocatableMib: number;
}

/** A size of managed PostgreSQL. */
export interface DatabaseType {
  readonly memoryMib: number;
  /** Connections that are left for applications. */
  readonly usableConnections: number;
}
