import { releaseConnections, releasePods, standingPods, sumOf } from "../../environments/schema/release-pods";
import { releaseSteps } from "../../environments/schema/release-steps";
import { environment, minimal } from "../support/environments";

type ServiceInput = NonNullable<Parameters<typeof environment>[1]["service"]>;

const team = (service: ServiceInput) => environment("team", { ...minimal.aws, service });
const route = { gateway: "edge", gatewayNamespace: "edge", hostnames: [], canaryWeight: 5 };

describe("The steps of a release", () => {
  test("by canary leave all stable pods but one that is evicted, and then the canary besides", () => {
    expect(releaseSteps(team({ stablePods: 4, canaryPods: 2 }).service)).toEqual([
      { what: "start the canary", readyPods: 3, newPercent: 33 },
      { what: "update stable", readyPods: 5, newPercent: 100 },
      { what: "end the canary", readyPods: 3, newPercent: 100 },
    ]);
  });

  test("through a Gateway share requests by its weight", () => {
    expect(releaseSteps(team({ route }).service).map(({ newPercent }) => newPercent)).toEqual([5, 100, 100]);
  });

  test("by colours share nothing: it is all or none", () => {
    expect(releaseSteps(team({ strategy: "blue-green" }).service)).toEqual([
      { what: "start the new colour", readyPods: 2, newPercent: 0 },
      { what: "switch to it", readyPods: 2, newPercent: 100 },
    ]);
  });
});

describe("The pods of a release at its worst moment", () => {
  test.each<[ServiceInput, string]>([
    [{}, "3 stable + 1 canary + 1 starting + 1 stopping"],
    [{ strategy: "blue-green" }, "3 blue + 3 green + 1 starting + 1 stopping"],
    [{ autoscaling: { maxPods: 5, cpuPercent: 50 } }, "5 stable + 1 canary + 1 starting + 1 stopping"],
    // a new pod every five seconds, and an old one that stays for eleven
    [{ drainSeconds: 11 }, "3 stable + 1 canary + 1 starting + 3 stopping"],
    [{ drainSeconds: 10 }, "3 stable + 1 canary + 1 starting + 2 stopping"],
    [{ drainSeconds: 300 }, "3 stable + 1 canary + 1 starting + 3 stopping"],
  ])("of a service with %j are %s", (service, sum) => {
    expect(sumOf(releasePods(team(service).service))).toBe(sum);
  });

  test("hold a pool each, and the migration one connection", () => {
    expect(releaseConnections(team({ databasePoolSize: 7 }))).toBe(6 * 7 + 1);
    expect(releaseConnections(team({ databasePoolSize: 0, migrationCommand: [], bootstrapCommand: [] }))).toBe(0);
  });

  test("are more than those that are there between releases, where load does not count", () => {
    const pods = (service: ServiceInput) => sumOf(standingPods(team(service).service));
    expect(pods({ autoscaling: { maxPods: 5, cpuPercent: 50 } })).toBe("3 stable + 1 canary");
    expect(pods({ strategy: "blue-green" })).toBe("3 blue + 3 green");
  });
});
