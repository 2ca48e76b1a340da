import { addressbook } from "../images/addressbook";
import { TestCluster } from "../test-cluster";
import { createDeployment, createService, namespace } from "./support";

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await TestCluster.start({ namespaces: [namespace] });
  cluster.images.push("registry.example/shop:1.0.0", addressbook());
  createDeployment(cluster, 2);
  createService(cluster);
  await cluster.clock.sleep(10_000);
});

afterAll(() => cluster.stop());

const pod = (): string => cluster.readyPods("web")[0]!;

async function call(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const { token } = cluster.api.users.find("admin");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(`${cluster.url}/api/v1/namespaces/${namespace}/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

test("A pod answers through the API as the service does", async () => {
  const through = (path: string) => `pods/${pod()}:3000/proxy${path}`;
  expect(await call("GET", through("/ready"))).toEqual({ status: 200, text: '{"ready":true}' });
  const put = await call("PUT", through("/person"), { firstName: "Ada", id: 7 });
  expect(JSON.parse(put.text)).toMatchObject({ id: 7, firstName: "Ada", lastName: null });
  expect((await call("GET", through("/person/7"))).text).toBe(put.text);
  expect((await call("DELETE", through("/person/7"))).status).toBe(200);
  expect((await call("GET", through("/person/7"))).status).toBe(404);
  const { text } = await call("GET", through("/metrics"));
  expect(text).toContain('build_info{version="0.1.0",track="stable"} 1');
  expect(text).toContain('http_requests_total{method="GET",route="/person/:id",status="404"} 1');
  expect(text).toContain('http_request_duration_seconds_count{method="PUT",route="/person"} 1');
});

test("A port at which nobody listens is said to refuse", async () => {
  const { status, text } = await call("GET", `pods/${pod()}:8080/proxy/`);
  expect(status).toBe(503);
  expect((JSON.parse(text) as { message: string }).message).toMatch(
    /^error trying to reach service: dial tcp 10\.244\.\d\.\d+:8080: connect: connection refused$/,
  );
});

test("The log of a pod can be read", async () => {
  const { status, text } = await call("GET", `pods/${pod()}/log`);
  expect(status).toBe(200);
  expect(text).toContain("the service listens at");
});

test("A pod that is deleted over the API ends, and another one takes its place", async () => {
  const name = pod();
  expect((await call("DELETE", `pods/${name}`)).status).toBe(200);
  await cluster.clock.sleep(10_000);
  expect(cluster.readyPods("web")).toHaveLength(2);
  expect(cluster.readyPods("web")).not.toContain(name);
  expect(cluster.api.defects).toEqual([]);
});
