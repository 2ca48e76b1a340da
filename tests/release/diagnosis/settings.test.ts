import { existsSync } from "node:fs";
import { join } from "node:path";

import type { ReleaseVariables } from "../../../charts/release-variables";
import { valueAt } from "../../../environments/schema/setting-problems";
import { databaseVariables } from "../../../addressbook/settings";
import { diagnose } from "../../../release/diagnosis/diagnose";
import { settings, type SettingPath } from "../../../release/diagnosis/settings";
import { contextOf, environments, type Given, pod, running, podName, snapshotOf, waiting } from "./support";

const paths = Object.keys(settings) as SettingPath[];
const of = (kind: (typeof settings)[SettingPath]): SettingPath[] => paths.filter((path) => settings[path] === kind);

/** All variables that a release reads. */
const variables: Record<keyof ReleaseVariables, true> = {
  IMAGE: true,
  CANARY_PODS: true,
  STABLE_PODS: true,
  CANARY_WEIGHT: true,
  TRACK: true,
  LIVE: true,
  DATABASE_SECRET: true,
};

describe("what a diagnosis asks to change", () => {
  test.each(of("environment"))("is a setting of some environment: %s", (path) => {
    const having = Object.values(environments).filter((environment) => valueAt(environment, path) !== undefined);
    expect(having).not.toEqual([]);
  });

  test.each(of("variable"))("is a variable of a release: %s", (path) => {
    expect(Object.keys(variables)).toContain(path);
  });

  test.each(of("credential"))("is a key that the service reads: %s", (path) => {
    expect(Object.keys(databaseVariables.properties)).toContain(path);
  });

  test.each(of("file"))("is a file of the project: %s", (path) => {
    expect(existsSync(join(__dirname, "../../..", path))).toBe(true);
  });

  const troubles: Record<string, Omit<Given, "cloud">> = {
    "no room": {
      events: [],
      pods: [
        pod({
          spec: { nodeName: undefined },
          status: {
            containerStatuses: [],
            conditions: [
              {
                type: "PodScheduled",
                status: "False",
                reason: "Unschedulable",
                message: "0/3 nodes are available: 3 Too many pods.",
              },
            ],
          },
        }),
      ],
    },
    "a full database": {
      pods: [pod({ state: running(), started: true })],
      answers: { [podName]: { status: 503, body: '{"reason":"it has no room left"}' } },
    },
    "no address": {
      pods: [pod({ state: waiting("ContainerCreating") })],
      events: [
        {
          involvedObject: { kind: "Pod", name: podName },
          metadata: {},
          reason: "FailedCreatePodSandBox",
          message: "failed to assign an IP address to container",
        },
      ],
    },
  };
  const rows = Object.entries(troubles).flatMap(([title, given]) =>
    (Object.keys(environments) as (keyof typeof environments)[]).map((cloud) => [title, cloud, given] as const),
  );

  test.each(rows)("is a setting of the very environment: %s, %s", (_title, cloud, given) => {
    const [diagnosis] = diagnose(snapshotOf(given), contextOf({ cloud }));
    const path = diagnosis?.setting?.path;
    // a local cluster has no settings for its network
    expect(path === undefined ? cloud : typeof valueAt(environments[cloud], path)).toMatch(/^(string|number|local)$/);
  });
});
