import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { type ClusterChoice, loadKubeconfig } from "../../../release/cluster/kubeconfig";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const marker = "s3cr3t-marker";

const write = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

const entries = (...names: string[]) => ({
  clusters: names.map((name) => ({ name, cluster: { server: `https://${name}.example.com` } })),
  users: names.map((name) => ({ name, user: { token: `${marker}-${name}` } })),
  contexts: names.map((name) => ({ name, context: { cluster: name, user: name } })),
});

const load = (choice: ClusterChoice, variables: NodeJS.ProcessEnv = {}) =>
  loadKubeconfig(choice, { HOME: folder, ...variables });

const serverOf = (choice: ClusterChoice, variables?: NodeJS.ProcessEnv): string | undefined =>
  load(choice, variables).config.getCurrentCluster()?.server;

describe("A cluster is found", () => {
  test("in the file that is given, in those that the variable names, in the usual one", () => {
    mkdirSync(join(folder, ".kube"));
    write(".kube/config", { ...entries("usual"), "current-context": "usual" });
    const first = write("first", { ...entries("one"), "current-context": "one" });
    const second = write("second", { ...entries("two"), "current-context": "two" });

    expect(serverOf({ kubeconfig: second })).toBe("https://two.example.com");
    expect(serverOf({}, { KUBECONFIG: ["absent", first, second].join(delimiter) })).toBe("https://one.example.com");
    expect(serverOf({ context: "two" }, { KUBECONFIG: [first, second].join(delimiter) })).toBe(
      "https://two.example.com",
    );
    expect(serverOf({})).toBe("https://usual.example.com");
  });

  test("in the first file that has one of the name", () => {
    const first = write("first", { ...entries("one") });
    const second = write("second", {
      ...entries("one"),
      clusters: [{ name: "one", cluster: { server: "https://other" } }],
      "current-context": "one",
    });

    expect(serverOf({ kubeconfig: [first, second].join(delimiter) })).toBe("https://one.example.com");
  });

  test("behind the proxy of the variables, unless the file names another", () => {
    const clusters = [
      { name: "one", cluster: { server: "https://one.example.com" } },
      { name: "two", cluster: { server: "https://two.example.com", "proxy-url": "http://own:1" } },
    ];
    const file = write("config", { ...entries("one", "two"), clusters });
    const proxyOf = (context: string): string | undefined =>
      load({ kubeconfig: file, context }, { HTTPS_PROXY: "http://proxy:1" }).config.getCurrentCluster()?.proxyUrl;

    expect(proxyOf("one")).toBe("http://proxy:1");
    expect(proxyOf("two")).toBe("http://own:1");
  });

  test("although other entries are broken", () => {
    const { clusters, users, contexts } = entries("one");
    const file = write("config", {
      clusters: [{ name: "broken" }, ...clusters],
      users,
      contexts,
      "current-context": "one",
    });

    expect(serverOf({ kubeconfig: file })).toBe("https://one.example.com");
  });
});

test("a program that hands out credentials gets what kubectl gives it", () => {
  const users = ["./get", "get"].map((command, index) => ({ name: `user-${index}`, user: { exec: { command } } }));
  const file = write("config", {
    ...entries("one"),
    users,
    contexts: users.map(({ name }) => ({ name, context: { cluster: "one", user: name } })),
  });
  const execOf = (context: string): unknown => load({ kubeconfig: file, context }).config.getCurrentUser()?.exec;
  const info = {
    kind: "ExecCredential",
    apiVersion: "client.authentication.k8s.io/v1beta1",
    spec: { interactive: false },
  };

  expect(execOf("user-0")).toEqual({
    command: join(folder, "get"),
    env: [{ name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }],
  });
  expect(execOf("user-1")).toMatchObject({ command: "get" });
});

describe("What is wrong is told with what there is", () => {
  const two = entries("aws-demo", "aws-production");

  test.each<[string, unknown, ClusterChoice, string]>([
    [
      "no context is current",
      two,
      {},
      "`current-context` is not set; name one; its contexts are aws-demo, aws-production",
    ],
    ["there are no contexts", { clusters: [] }, {}, "`current-context` is not set; name one; it has no contexts"],
    [
      "there is no such context",
      two,
      { context: "aws-dem" },
      '`context` is not in this file, got: "aws-dem"; did you mean "aws-demo"? its contexts are aws-demo, aws-production',
    ],
    [
      "the current context is not there",
      { ...two, "current-context": "minikube" },
      {},
      '`current-context` is not in this file, got: "minikube"; its contexts are aws-demo, aws-production',
    ],
    [
      "there is no such cluster",
      { ...two, clusters: [] },
      { context: "aws-demo" },
      '`contexts.aws-demo.cluster` names a cluster that is not in this file, or has no server, got: "aws-demo"',
    ],
    [
      "there is no such user",
      { ...two, users: [] },
      { context: "aws-demo" },
      '`contexts.aws-demo.user` names a user who is not in this file, got: "aws-demo"',
    ],
    [
      "the server is no URL",
      { ...two, clusters: [{ name: "aws-demo", cluster: { server: "aws.example.com" } }] },
      { context: "aws-demo" },
      '`clusters.aws-demo.server` must be a URL with https, got: "aws.example.com"',
    ],
    ["it is no YAML", `users:\n  - token: ${marker}\n  bad: [`, {}, "is not YAML (line 3)"],
    ["it is empty", "", {}, "is not a kubeconfig"],
    ["it is something else", "- 1\n- 2\n", {}, "`current-context` is not set; name one; it has no contexts"],
  ])("%s", (_what, content, choice, message) => {
    const file = write("config", content);
    const attempt = (): unknown => load({ kubeconfig: file, ...choice });

    expect(attempt).toThrow(`${file} has 1 problem:\n  - ${message}`);
    expect(attempt).not.toThrow(marker);
  });

  test.each<[string, ClusterChoice, NodeJS.ProcessEnv, string]>([
    [
      "a file is given",
      { kubeconfig: "nowhere" },
      {},
      "nowhere has 1 problem:\n  - there is no such file, or it may not be read",
    ],
    [
      "the variable names files",
      {},
      { KUBECONFIG: "here:there" },
      "here:there has 1 problem:\n  - `KUBECONFIG` names no file that is there and can be read",
    ],
    [
      "nothing is given",
      {},
      {},
      ".kube/config has 1 problem:\n  - there is no such file, and `KUBECONFIG` names no other; log in to the cluster first, " +
        "or give the file",
    ],
  ])("%s, and there is no file", (_what, choice, variables, message) => {
    expect(() => load(choice, variables)).toThrow(message);
  });
});
