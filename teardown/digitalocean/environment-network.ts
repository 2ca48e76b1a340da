import type { DigitaloceanEnvironment } from "../../environments/schema/environment";
import { resourceName } from "../../environments/schema/names";
import type { Programs } from "../../programs/local-programs";
import type { Foreign } from "../foreign";
import type { Patience } from "../patience";
import { takesAllWithIt } from "../volumes";
import { DoctlCli } from "./doctl-cli";
import { findMembers, type Members } from "./members";
import { vpcs } from "./shapes";

/** A VPC that DigitalOcean does not delete, because it is the default of its region. */
export interface DefaultNetwork {
  readonly name: string;
  readonly region: string;
  /** Commands that make another VPC of the region the default, in order. */
  readonly remedies: readonly string[];
}

/** What is in the way of the deletion of a VPC. */
export interface Obstacles {
  /** Whether there is such a VPC at all. */
  readonly isThere: boolean;
  readonly defaultNetwork?: DefaultNetwork | undefined;
  readonly foreign: readonly Foreign[];
}

/**
 * The VPC of an environment. Terraform would try to delete it for half an hour, whatever is in its way, once everything
 * else is gone.
 */
export class EnvironmentNetwork {
  private readonly doctl: DoctlCli;

  constructor(
    programs: Programs,
    private readonly environment: DigitaloceanEnvironment,
  ) {
    this.doctl = new DoctlCli(programs);
  }

  /** @param hasCluster whether there is a cluster that deletes the balancers that it made */
  async findObstacles(hasCluster: boolean): Promise<Obstacles> {
    const { members, ...network } = await this.look();
    return { ...network, foreign: [...members.foreign, ...(hasCluster ? [] : this.lasting(members))] };
  }

  /** Waits until the cluster's balancers are gone, which is a little later than their Services. */
  async awaitBalancers(patience: Patience): Promise<Obstacles> {
    let obstacles: Obstacles = { isThere: false, foreign: [] };
    await patience.until(async () => {
      const { members, ...network } = await this.look();
      const left = this.lasting(members);
      obstacles = { ...network, foreign: [...members.foreign, ...left] };
      return left.map(({ type, owner }) => `${type} ${owner}`);
    });
    return obstacles;
  }

  /** When the VPC is gone, so is everything in it. */
  private async look(): Promise<Omit<Obstacles, "foreign"> & { readonly members: Members }> {
    const all = await this.doctl.read(vpcs, "vpcs", "list");
    // a name is given once in an account
    const vpc = all.find(({ name }) => name === resourceName(this.environment));
    if (vpc === undefined) return { isThere: false, members: { foreign: [], ofCluster: [] } };
    const { id, name, region, isDefault } = vpc;
    const other = all.find((candidate) => candidate.region === region && candidate.id !== id);
    return {
      isThere: true,
      members: await findMembers(this.doctl, this.environment, id),
      defaultNetwork: isDefault ? { name, region, remedies: remedies(region, other?.id) } : undefined,
    };
  }

  /** Balancers that the destroy does not delete. */
  private lasting({ ofCluster }: Members): readonly Foreign[] {
    return takesAllWithIt(this.environment) ? [] : ofCluster;
  }
}

const remedies = (region: string, otherId?: string): string[] =>
  otherId === undefined
    ? [
        `doctl vpcs create --name default-${region} --region ${region}`,
        "doctl vpcs update ID --default=true  # the id that it prints",
      ]
    : [`doctl vpcs update ${otherId} --default=true`];
