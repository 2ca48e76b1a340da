/** Something in the environment's network that blocks its deletion, and is neither Terraform's nor the cluster's. */
export interface Foreign {
  /** `load balancer`, `security group`, … */
  readonly type: string;
  readonly id: string;
  /** Who seems to own it. */
  readonly owner: string;
}
