import type { DashboardState, Sample } from "../../../../release/dashboard/dashboard-state";
import { Stage } from "../../flow/stage";
import { ask, post } from "./asked";
import { canDo, type Served, served } from "./served";

const isDone = ({ command }: DashboardState): boolean => command?.state === "done";
/** Requests to the dashboard of a cluster that is played. */
describe("The dashboard of a cluster", () => {
  let stage: Stage;
  let dashboard: Served;
  beforeEach(async () => {
    stage = await Stage.set();
    stage.cluster.api.users.add("dashboard", [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]);
  });
  afterEach(async () => {
    await dashboard.end();
    await stage.strike();
  });

  test("promotes what was seen, once, and keeps what people say", async () => {
    const [first, next] = [stage.push("1.0.0"), stage.push("1.1.0")];
    await stage.stand(first);
    await stage.canary(next);
    dashboard = await served(stage);
    const { address, until, told, events, end } = dashboard;
    const verified = await until(canDo("promote"));
    expect(verified.candidate).toMatchObject({ image: next, verdict: "pass" });

    const { body } = await ask(`${address}plan?command=promote`);
    expect(JSON.parse(body)).toMatchObject({
      command: "promote",
      image: next,
      steps: [{ what: "update stable" }, { what: "give stable all its pods" }, { what: "end the canary" }],
    });
    const note = await post(`${address}notes`, { text: "the list is quicker" });
    expect(note.status).toBe(201);
    expect(JSON.parse(note.body)).toMatchObject({ by: "ana@laptop", text: "the list is quicker" });
    expect(await post(`${address}notes`, { text: " " })).toMatchObject({
      status: 400,
      body: '{"message":"`text` must not be empty, got: 0"}',
    });

    expect(await post(`${address}promote`, { image: first })).toMatchObject({
      status: 409,
      body: JSON.stringify({ message: `${first} is not what would be promoted: that is ${next} by now` }),
    });
    expect(await post(`${address}promote`, { image: next })).toMatchObject({ status: 202, body: "" });
    for (const [path, command] of [
      ["promote", { image: next }],
      ["rollback", {}],
    ] as const)
      expect(await post(address + path, command)).toMatchObject({
        status: 409,
        body: '{"message":"promote was started here, and is at work"}',
      });
    const released = await until(isDone);
    expect(released.command).toEqual({
      command: "promote",
      state: "done",
      summary: `${stage.digest(next)} is released`,
      next: ["npx release status --environment aws-test"],
    });
    expect(stage.images("stable")).toEqual(Array(3).fill(stage.digest(next)));
    expect(stage.images("canary")).toEqual([]);
    const { notes } = await until((state) => state.candidate === undefined);
    expect(notes).toMatchObject([{ text: "the list is quicker" }]);
    const types = told.map(({ type }) => type);
    expect([types[0], types.at(-1)]).toEqual(["started", "finished"]);
    const samples = await events.until<Sample[]>("samples", ([sample]) => sample?.tracks["stable"] !== undefined);
    expect(samples.at(-1)).toMatchObject({ tracks: { stable: { requestsPerSecond: 0 } } });
    expect(await end()).toBe(0);
    expect(stage.cluster.store.list("Lease", "addressbook")).toEqual([]);
  });
});
