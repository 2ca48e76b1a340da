import { Machine } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => {
  machine.dispose();
});

test("A program gets no variable of the database", async () => {
  machine.install("aws", 'printf "%s" "$HOME"');
  const variables = { HOME: "/home", DB_PASSWORD: "MARKER", DB_ADMIN_PASSWORD: "MARKER" };
  expect((await machine.programs(variables).run(["aws"])).stdout).toBe("/home");
  expect(JSON.stringify(machine.calls)).not.toContain("MARKER");
});

test("What fails about it is a failure of the release", async () => {
  await expect(machine.programs().run(["doctl"])).rejects.toMatchObject({
    name: "ReleaseFailure",
    message:
      "`doctl` is not on the PATH; https://docs.digitalocean.com/reference/doctl/how-to/install tells how to get it",
  });
});

test("An interruption says that it is safe to go on", async () => {
  machine.interrupt();
  await expect(machine.programs().run(["aws"])).rejects.toMatchObject({
    name: "ReleaseFailure",
    message: "interrupted; what is made stays, and it is safe to run it again",
  });
});
