import { Doomed, TimedOut } from "../../../release/stuck";
import { ReleaseFailure } from "../../../release/failure";
import { Played } from "./connected";
import { complete, fails, hangs, type Kept, type MemoryCluster, waitsForImage } from "./memory-cluster";
import { clouds } from "./played-clouds";

let played: Played;
beforeEach(() => {
  played = Played.of(clouds.google);
});
afterEach(() => {
  played.dispose();
});

const hasLogin = ({ cluster }: Played): boolean => cluster.peek("Secret", "db-administrator") !== undefined;

const jobsOf = ({ cluster }: Played): Kept[] => cluster.all().filter(({ kind }) => kind === "Job");

describe("A Job that fails", () => {
  const cases: readonly (readonly [string, (job: Kept, cluster: MemoryCluster) => void, string])[] = [
    ["tells its last words", fails("the database demo cannot be reached"), "the database demo cannot be reached"],
    ["waits for no image that there is not", waitsForImage("addressbook:1: not found"), "not found"],
  ];

  test.each(cases)("%s, and leaves no login of the administrator behind", async (_what, job, said) => {
    played.cluster.job = job;
    const error = await played.failure();
    expect(error).toBeInstanceOf(Doomed);
    expect(error.message).toBe("the bootstrap of the database cannot get on");
    expect(error).toHaveProperty("diagnoses.0.evidence", expect.arrayContaining([expect.stringContaining(said)]));
    expect(hasLogin(played)).toBe(false);
    expect(played.cluster.peek("Secret", "db-params")).not.toHaveProperty("metadata.annotations");
  });

  test("is run anew the next time", async () => {
    played.cluster.job = fails("no");
    await played.failure();
    const [failed] = jobsOf(played);
    played.cluster.job = (job) => {
      if (job["status"] === undefined) complete(job);
    };
    expect(await played.connect()).toMatchObject({ bootstrap: "done" });
    expect(jobsOf(played)).toHaveLength(1);
    expect((jobsOf(played)[0]!["metadata"] as Kept)["uid"]).not.toBe((failed!["metadata"] as Kept)["uid"]);
    expect(played.told).toContain(
      `Job ${String((failed!["metadata"] as Kept)["name"])} of an earlier run has failed, and is run anew`,
    );
  });
});

test("A Job that does not end is given up, and its login is deleted", async () => {
  played.cluster.job = hangs;
  const error = await played.failure({ timeoutSeconds: 90 });
  expect(error).toBeInstanceOf(TimedOut);
  expect(error.message).toBe("the bootstrap of the database took longer than 90 s");
  expect(hasLogin(played)).toBe(false);
});

test("A Job that somebody deletes is not waited for", async () => {
  played.cluster.job = (job, cluster) => {
    void cluster.delete("Job", String((job["metadata"] as Kept)["name"]));
  };
  expect((await played.failure()).message).toMatch(/^somebody has deleted Job addressbook-bootstrap-\w+ while it ran$/);
  expect(hasLogin(played)).toBe(false);
});

test("The login goes with the Job, should nobody come to delete it; and both go soon", async () => {
  let login: Kept | undefined;
  played.cluster.job = (job, cluster) => {
    login = structuredClone(cluster.peek("Secret", "db-administrator"));
    complete(job);
  };
  await played.connect();
  const [job] = jobsOf(played);
  const { name, uid } = job!["metadata"] as { name: string; uid: string };
  expect(login).toMatchObject({ metadata: { ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name, uid }] } });
  expect(job).toMatchObject({ spec: { ttlSecondsAfterFinished: 600 } });
});

test("An interruption while the Job runs deletes its login, and says how to go on", async () => {
  played.cluster.job = (job) => {
    hangs(job);
    played.interruption.abort();
  };
  const error = await played.failure();
  expect(error).toBeInstanceOf(ReleaseFailure);
  expect(error.message).toBe("interrupted; what is made stays, and it is safe to run it again");
  expect(error.next).toEqual(["npx release connect --environment minimal-google"]);
  expect(hasLogin(played)).toBe(false);
});

test("Who ends it for a reason is heard", async () => {
  const lost = new ReleaseFailure("the lock is lost");
  played.cluster.job = () => {
    played.interruption.abort(lost);
  };
  expect(await played.failure()).toBe(lost);
});

test("A login that cannot be deleted is told of before anything else", async () => {
  played.cluster.job = fails("no");
  let deletions = 0;
  played.cluster.before = (operation) => {
    if (operation === "delete Secret/db-administrator" && ++deletions > 1) throw new Error("connection refused");
  };
  const { message, next } = await played.failure();
  expect(message).toBe(
    "the administrator's login may still be in the Secret db-administrator: the bootstrap of the database cannot get on",
  );
  expect(next).toEqual(["kubectl --namespace addressbook delete secret db-administrator"]);
});

test("An administrator's login that cannot be read stops it before anything is written", async () => {
  played.machine.install(
    "gcloud",
    `case "$4" in *dbadmin*) echo 'ERROR: PERMISSION_DENIED' >&2; exit 1;; esac
${clouds.google.script}`,
  );
  const { message, next } = await played.failure();
  expect(message).toBe(
    "`gcloud secrets versions access` failed: whoever is logged in may not read it (roles/secretmanager.secretAccessor)",
  );
  expect(next).toEqual(["gcloud auth list"]);
  expect(played.cluster.writes).toEqual([]);
});

/** What is in a cluster, apart from what every object gets anew. */
function contents({ cluster }: Played): unknown[] {
  const objects = cluster.all().map(({ metadata, ...rest }) => {
    return { ...rest, metadata: { ...(metadata as object), uid: undefined } };
  });
  return objects.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A program that is killed does nothing more, whatever it has in hand. */
function killAfter({ cluster }: Played, writes: number): void {
  let count = 0;
  let isDead = false;
  const die = (): void => {
    if (isDead) throw new Error("killed");
  };
  cluster.before = die;
  cluster.after = () => {
    isDead = ++count === writes;
    die();
  };
}

describe("Killed after any write", () => {
  test("it converges when it is run again, and no login of the administrator stays", async () => {
    const inputs = await played.inputs();
    await played.connect({ inputs });
    const wanted = contents(played);
    const writes = played.cluster.writes.length;
    expect(writes).toBeGreaterThan(12);

    const results: unknown[] = [];
    for (let last = 1; last <= writes; last++) {
      const other = new Played(played.environment, played.machine);
      killAfter(other, last);
      const { message } = await other.failure({ inputs });
      other.cluster.before = () => undefined;
      other.cluster.after = () => undefined;
      const { bootstrap } = await other.connect({ inputs });
      results.push([last, message.includes("killed"), bootstrap, contents(other)]);
      expect(hasLogin(other)).toBe(false);
    }
    expect(results).toEqual(
      Array.from({ length: writes }, (_, index) => [
        index + 1,
        true,
        // the very last one has noted that it is done
        index + 1 === writes ? "skipped" : "done",
        wanted,
      ]),
    );
  }, 20_000);
});
