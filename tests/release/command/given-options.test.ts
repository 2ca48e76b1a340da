import { againWith, asTyped } from "../../../release/given-options";

/** Commands that are printed are copied as they are. */
describe("a command that is printed", () => {
  const cluster = { kubeconfig: "/home/ana/kube config", context: "kind-addressbook" };
  const behind = " --kubeconfig '/home/ana/kube config' --context kind-addressbook";

  test.each(["status", "history", "diagnose", "unlock --force", "promote --accept fail", "connect", "rollback --to 3"])(
    "npx release %s: is about the same cluster",
    (words) => {
      const command = `npx release ${words} --environment local`;
      expect(asTyped(command, cluster)).toBe(command + behind);
      // once is enough
      expect(asTyped(asTyped(command, cluster), cluster)).toBe(command + behind);
      expect(asTyped(command, {})).toBe(command);
    },
  );

  test.each(["kubectl describe nodes", "git status  # or promote", "npx release push --environment local"])(
    "%s: stays as it is",
    (command) => {
      expect(asTyped(command, cluster)).toBe(command);
    },
  );

  test.each([
    ["canary --image app:1", true],
    ["promote", true],
    ["connect", true],
    ["rollback", false],
    ["status", false],
  ])("%s: has the Secret if it takes one", (words, isTold) => {
    const command = asTyped(`npx release ${words} --environment local`, { databaseSecret: "db" });
    expect(command.endsWith(" --database-secret db")).toBe(isTold);
  });

  const given = { canaryPods: "2", stablePods: "3", canaryWeight: "", accept: "fail", to: 4, dryRun: true };

  test.each([
    ["canary", " --canary-pods 2 --stable-pods 3 --dry-run"],
    ["promote", " --stable-pods 3 --accept fail --dry-run"],
    ["rollback", " --stable-pods 3 --to 4 --dry-run"],
    ["status", ""],
  ])("again, %s has what it was given, and nothing of another command", (name, words) => {
    expect(againWith(name, given)).toBe(words);
    expect(againWith(name, {})).toBe("");
  });
});
