import { awsNodeTypes } from "./aws";
import { digitaloceanNodeTypes } from "./digitalocean";
import { googleNodeTypes } from "./google";

const machines = {
  "an instance type of AWS": awsNodeTypes,
  "a type of machine of Google Cloud": googleNodeTypes,
  "a size of DigitalOcean": digitaloceanNodeTypes,
};

/** Says whose type of machine it is, when it is any cloud's. */
export function whoseMachine(written: string): string | undefined {
  const [what] = Object.entries(machines).find(([, types]) => Object.hasOwn(types, written)) ?? [];
  return what === undefined ? undefined : `that is ${what}`;
}
