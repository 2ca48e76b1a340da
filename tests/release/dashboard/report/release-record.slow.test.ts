import { takeRecord } from "../../../../release/dashboard/release-record";
import { strategyOf } from "../../../../release/strategies/strategy-of";
import { Stage } from "../../flow/stage";
import { watched } from "../state/watched";

test("The record of a release has what the dashboard shows, and what is measured meanwhile", async () => {
  const stage = await Stage.set();
  await stage.stand(stage.push("1.0.0"));
  const next = stage.push("1.1.0");
  await stage.canary(next);
  stage.change(next, { errorRate: 0.5 });
  const dashboard = await watched(stage);
  try {
    stage.cluster.traffic.start("addressbook/addressbook-lb", { perSecond: 30 });
    const { release } = dashboard;
    const strategy = strategyOf(release.environment.service);
    const record = await takeRecord(release, strategy, 12);
    expect(record.state).toMatchObject({ candidate: { image: next, verdict: "pass" }, isReadOnly: false });
    expect({ ...record.state, at: 0 }).toEqual({ ...dashboard.watch.current(), at: 0 });
    expect(record.samples.map(({ tracks }) => Object.keys(tracks))).toEqual(Array(2).fill(["canary", "stable"]));
    for (const { tracks } of record.samples) {
      expect(tracks["canary"]?.errorPercent).toBeCloseTo(50, -1);
      expect(tracks["stable"]?.errorPercent).toBe(0);
    }
    const before = stage.cluster.clock.now();
    expect((await takeRecord(release, strategy, 0)).samples).toEqual([]);
    expect(stage.cluster.clock.now() - before).toBeLessThan(1000);
  } finally {
    await dashboard.end();
    await stage.strike();
  }
});
