import { releasesByTool } from "./releases";

// two releases, of two commands each
jest.setTimeout(60_000);

test("a whole release needs at most 40 requests to the API", async () => {
  const { first, second } = await releasesByTool(40);

  expect(second.apiRequests).toBeLessThanOrEqual(40);
  // the first one makes everything
  expect(first.apiRequests).toBeLessThanOrEqual(40);
  // and they were counted
  expect(second.apiRequests).toBeGreaterThan(5);
});
