import { SimulatedClock } from "../clock";

const quiet = () => new Promise((resolve) => setTimeout(resolve, 15));

describe("The clock of the test cluster", () => {
  const clock = new SimulatedClock();

  afterAll(() => {
    clock.stop();
  });

  test("jumps to who wakes first when nobody has anything to do", async () => {
    const start = clock.now();
    const woken: string[] = [];
    const sleeps = [30_000, 10_000, 20_000].map(async (millis) => {
      await clock.sleep(millis);
      woken.push(`${millis} at ${clock.now() - start}`);
    });
    await Promise.all(sleeps);
    expect(woken).toEqual(["10000 at 10000", "20000 at 20000", "30000 at 30000"]);
  });

  test("stands still while something is under way", async () => {
    const start = clock.now();
    const release = clock.hold();
    const sleeping = clock.sleep(1000);
    await quiet();
    expect(clock.now()).toBe(start);
    release();
    await sleeping;
    expect(clock.now()).toBe(start + 1000);
  });

  test("wakes who is called off, with the reason", async () => {
    const stop = new AbortController();
    const sleeping = clock.sleep(1000, stop.signal);
    stop.abort(new Error("enough"));
    await expect(sleeping).rejects.toThrow("enough");
  });

  test("runs as many times as fast as it is to, for programs that go by the real time", async () => {
    const fast = new SimulatedClock({ scale: 1000 });
    const start = performance.now();
    const simulated = fast.now();
    await fast.sleep(20_000);
    fast.stop();
    expect(fast.now() - simulated).toBeGreaterThanOrEqual(20_000);
    expect(performance.now() - start).toBeGreaterThanOrEqual(15);
  });
});
