// Slow (10 s): dashboards of clusters that are played.
import type { DashboardState } from "../../../../release/dashboard/dashboard-state";
import { ReleaseLease } from "../../../../release/lease";
import { Stage } from "../../flow/stage";
import { ask, Events, post } from "./asked";
import { canDo, type Served, served } from "./served";

jest.setTimeout(30_000);

const isDone = ({ command }: DashboardState): boolean => command?.state === "done";

interface DeploymentSpec {
  readonly template: { readonly spec: { readonly containers: { image: string }[] } };
}

describe("The dashboard of a cluster", () => {
  let stage: Stage;
  let dashboards: Served[];
  let [first, next] = ["", ""];
  beforeEach(async () => {
    dashboards = [];
    stage = await Stage.set({ service: { verification: { onFail: "wait" } } });
    stage.cluster.api.users.add("dashboard", [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]);
    [first, next] = [stage.push("1.0.0"), stage.push("1.1.0")];
    await stage.stand(first);
  });
  afterEach(async () => {
    for (const { end } of dashboards) await end();
    await stage.strike();
  });
  const open = async (options?: Parameters<typeof served>[1]): Promise<Served> => {
    const dashboard = await served(stage, options);
    dashboards.push(dashboard);
    return dashboard;
  };

  test("rolls back, and promotes nothing against a verdict that nobody has accepted", async () => {
    const bad = stage.push("1.2.0", { errorRate: 1 });
    expect((await stage.canary(bad)).code).toBe(1);
    const { address, until } = await open();
    const failed = await until(canDo("rollback"));
    expect(failed.candidate?.verdict).toBe("fail");
    expect(failed.decisions[0]).toEqual({ command: "promote", accepts: "fail" });
    for (const accepted of [{}, { accept: "inconclusive" }])
      expect(await post(`${address}promote`, { image: bad, ...accepted })).toMatchObject({
        status: 409,
        body: '{"message":"the verification said fail, which has to be accepted"}',
      });
    expect(await post(`${address}rollback`, {})).toMatchObject({ status: 202 });
    expect((await until(isDone)).command).toMatchObject({ command: "rollback" });
    expect(stage.images("canary")).toEqual([]);
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(first)));
    await until((state) => !canDo("rollback")(state));
    expect(await post(`${address}rollback`, {})).toMatchObject({
      status: 409,
      body: '{"message":"nothing is under way that could be taken back"}',
    });
  });

  test("promotes what has failed when a person accepts just that", async () => {
    const bad = stage.push("1.2.0", { errorRate: 1 });
    await stage.canary(bad);
    const { address, until } = await open();
    await until(canDo("promote"));
    expect(await post(`${address}promote`, { image: bad, accept: "fail" })).toMatchObject({ status: 202 });
    expect((await until(isDone)).command).toMatchObject({ summary: `${stage.digest(bad)} is released` });
  });

  test("leaves all as it is while another release is at work", async () => {
    await stage.canary(next);
    const { address, until } = await open();
    await until(canDo("promote"));
    // eslint-disable-next-line @typescript-eslint/dot-notation -- it is private
    const cluster = stage["connect"]("admin", new AbortController().signal, stage.cluster.clock);
    const lease = new ReleaseLease("addressbook", cluster, stage.cluster.clock);
    await lease.acquire({
      holder: { name: "eve" },
      command: "release canary",
      signal: new AbortController().signal,
    });
    // that may not be known yet: the lock has the last word
    const [promotion, rollback] = [
      await post(`${address}promote`, { image: next }),
      await post(`${address}rollback`, {}),
    ];
    expect([promotion.status, rollback.status]).toContain(409);
    const { decisions } = await until(({ lock, command }) => lock?.holder === "eve" && command?.state !== "running");
    expect(decisions.map(({ obstacle }) => obstacle)).toEqual(
      Array(2).fill(expect.stringMatching(/^eve is at work: release canary, since .* UTC$/)),
    );
    expect(stage.images("stable")).toEqual(Array(2).fill(stage.digest(first)));
    expect(stage.images("canary")).toEqual([next]);
    await lease.release();
  });

  test("goes on when the cluster does not answer, and says since when", async () => {
    const { address, until } = await open();
    stage.cluster.api.faults.restart(120);
    const { trouble, decisions } = await until((state) => state.trouble !== undefined);
    expect(trouble).toMatch(/^since \d\d:\d\d:\d\d UTC: .*the cluster gave no answer for \d+ s: /);
    expect(decisions[0]?.obstacle).toMatch(/^the cluster does not answer: /);
    expect(await post(`${address}rollback`, {})).toMatchObject({ status: 409 });
    expect(await post(`${address}notes`, { text: "is it down?" })).toMatchObject({
      status: 503,
      body: expect.stringContaining("the cluster gave no answer") as string,
    });
    const later = await until((state) => state.trouble === undefined);
    expect(later.at).toBeGreaterThan(0);
    expect(await post(`${address}notes`, { text: "it was down" })).toMatchObject({ status: 201 });
  });

  test("goes on when the login has expired, until there is another one", async () => {
    const { address, until } = await open();
    const fault = { type: "answer", status: 401, reason: "Unauthorized", message: "Unauthorized" } as const;
    stage.cluster.api.faults.add({ user: "dashboard", times: Infinity }, fault);
    stage.cluster.api.faults.dropWatches();
    const { trouble } = await until((state) => state.trouble?.includes("log in again") === true);
    expect(trouble).toMatch(/^since .* UTC: .*the cluster does not let .* in: log in again$/);
    expect((await ask(`${address}plan?command=rollback`)).status).toBe(503);
    stage.cluster.api.faults.clear();
    await until((state) => state.trouble === undefined);
    expect(await ask(`${address}plan?command=rollback`)).toMatchObject({ status: 200 });
  });

  test("does not tell an old command again when it begins to watch anew", async () => {
    await stage.canary(next);
    const { address, until } = await open();
    await until(canDo("promote"));
    await post(`${address}promote`, { image: next });
    await until(isDone);
    const bad = stage.push("1.2.0", { errorRate: 1 });
    await stage.canary(bad);
    await until(({ candidate, command }) => candidate?.verdict === "fail" && command === undefined);
    const fault = { type: "answer", status: 401, reason: "Unauthorized", message: "Unauthorized" } as const;
    stage.cluster.api.faults.add({ user: "dashboard", times: Infinity }, fault);
    stage.cluster.api.faults.dropWatches();
    await until(({ trouble }) => trouble !== undefined);
    stage.cluster.api.faults.clear();
    const again = await until(({ trouble }) => trouble === undefined);
    expect(again).toMatchObject({ candidate: { verdict: "fail" }, decisions: [{ accepts: "fail" }, {}] });
    expect(again.command).toBeUndefined();
  });

  test("promotes nothing when another release has begun in the last moment", async () => {
    await stage.canary(next);
    const { address, until } = await open();
    await until(canDo("promote"));
    const { store, api } = stage.cluster;
    const other = stage.push("1.2.0");
    const stop = api.afterWrite(({ kind }) => {
      if (kind !== "Lease") return;
      stop();
      const canary = stage.deployment("canary");
      (canary?.["spec"] as DeploymentSpec).template.spec.containers[0]!.image = other;
      store.update(canary!);
    });
    expect(await post(`${address}promote`, { image: next })).toMatchObject({ status: 202 });
    expect((await until(({ command }) => command?.state === "failed")).command).toMatchObject({
      summary: `${next} is not what would be promoted: that is ${other} by now`,
      next: ["npx release status --environment aws-test"],
    });
    expect(stage.images("stable")).toEqual(Array(2).fill(stage.digest(first)));
  });

  test("ends at once when it may not look at all", async () => {
    stage.cluster.api.faults.add(
      { user: "dashboard", times: Infinity },
      { type: "answer", status: 403, reason: "Forbidden", message: "it is forbidden" },
    );
    await expect(served(stage)).rejects.toThrow("it is forbidden");
  });

  test("has another token each time, and each is good for one of them only", async () => {
    const [one, other] = [await open(), await open({ isReadOnly: true })];
    const [{ origin }, { pathname }] = [new URL(one.address), new URL(other.address)];
    expect(pathname).toMatch(/^\/[\w-]{43}\/$/);
    expect(new URL(one.address).pathname).not.toBe(pathname);
    expect(await ask(origin + pathname)).toMatchObject({ status: 403 });
    expect((await other.until(() => true)).decisions[0]?.obstacle).toBe("this page only shows, and changes nothing");
    const page = await Events.of(one.address);
    expect(await one.end()).toBe(0);
    await page.ended;
    await expect(ask(one.address)).rejects.toThrow("ECONNREFUSED");
    expect(await ask(other.address)).toMatchObject({ status: 200 });
  });
});
