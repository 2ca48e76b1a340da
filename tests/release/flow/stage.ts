import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { AwsEnvironment } from "../../../environments/schema/environment";
import { KubeconfigLogin } from "../../../release/cluster/kubeconfig-login";
import { KubernetesCluster } from "../../../release/cluster/kubernetes-cluster";
import type { Clock } from "../../../release/clock";
import { canary } from "../../../release/commands/canary";
import { guarded, promotesOnly, takesBackOnly } from "../../../release/commands/guard";
import type { Outcome } from "../../../release/commands/outcome";
import { promote } from "../../../release/commands/promote";
import { rollback, type RollbackOptions } from "../../../release/commands/rollback";
import { templateHash, withChanges } from "../../../release/manifests";
import type { ImageOptions } from "../../../release/options";
import type { Release } from "../../../release/release";
import { requestOf } from "../../../release/request";
import { run } from "../../../release/session";
import { strategyOf } from "../../../release/strategies/strategy-of";
import type { EventOf, ReleaseEvent } from "../../../release/terminal/release-event";
import { addressbook, type AddressbookOptions } from "../../cluster/images/addressbook";
import { People } from "../../cluster/images/people";
import { type ServedClusterOptions, TestCluster } from "../../cluster/test-cluster";
import { environment, minimal } from "../../support/environments";
import { overlay } from "../../support/overlay";

/** How a command of the release tool ended, and all that it told. */
export interface Played {
  readonly code: number;
  readonly events: readonly ReleaseEvent[];
  /** @default - it was killed */
  readonly finished?: EventOf<"finished">;
  /** What it has written: `apply Deployment/addressbook-canary`. */
  readonly writes: readonly string[];
}

export interface StageOptions {
  /** Settings of the service that differ from those of this project. */
  readonly service?: object;
  readonly cluster?: ServedClusterOptions;
}

export interface PlayOptions extends ImageOptions {
  readonly timeoutSeconds?: number;
  readonly to?: number;
  readonly accept?: "inconclusive" | "fail";
  /** The only image that a promotion or a rollback may be about: `--image`. */
  readonly only?: string;
  /** Kills it, as nothing can be handled, after so many writes; it never ends then. */
  readonly killedAfterWrites?: number;
  /** How far the clock of its machine is behind that of the cluster. @default 0 */
  readonly clockBehindMillis?: number;
  /** Ends it as a signal does. */
  readonly interrupted?: AbortSignal;
}

const namespace = "addressbook";

/** A cluster that is ready for releases, and the release tool that works on it, in this process. */
export class Stage {
  private readonly folder = mkdtempSync(join(tmpdir(), "addressbook-platform-"));
  private readonly people = new People();
  private readonly logins: KubeconfigLogin[] = [];
  private runs = 0;

  private constructor(
    readonly cluster: TestCluster,
    readonly environment: AwsEnvironment,
  ) {
    cluster.store.create({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "db-params", namespace },
      type: "Opaque",
      data: Object.fromEntries(
        Object.entries({
          DB_HOST: "db.internal",
          DB_PORT: "5432",
          DB_SCHEMA: "demo",
          DB_USER: "demouser",
          DB_PASSWORD: "secret",
        }).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
      ),
    });
  }

  static async set({ service = {}, cluster = {} }: StageOptions = {}): Promise<Stage> {
    const settings = overlay({ verification: { analysis: { windowSeconds: 0 } } }, service);
    const named = environment("aws-test", overlay(minimal.aws, { service: settings }) as typeof minimal.aws);
    const started = await TestCluster.start({ namespaces: [namespace], ...cluster });
    return new Stage(started, named);
  }

  /** Puts an image into the registry. @returns its reference by tag */
  push(tag: string, options: AddressbookOptions = {}): string {
    const reference = this.reference(tag);
    this.cluster.images.push(reference, addressbook({ version: tag, ...options }, this.people));
    return reference;
  }

  reference(tag: string): string {
    return `123456789012.dkr.ecr.eu-central-1.amazonaws.com/addressbook-aws-test/addressbook:${tag}`;
  }

  /** An image by digest, as it is promoted. */
  digest(reference: string): string {
    const image = this.cluster.images.find(reference);
    if (image === undefined) throw new Error(`there is no image ${reference}`);
    return `${image.repository}@${image.digest}`;
  }

  /** Makes all pods of an image behave in another way from now on. */
  change(reference: string, options: AddressbookOptions): void {
    this.cluster.images.change(reference, addressbook(options, this.people));
  }

  /** Follows which pods are made. @returns the images of those of the service until now */
  podsStarted(): () => string[] {
    const started: string[] = [];
    this.cluster.store.subscribe(({ type, object }) => {
      if (type !== "ADDED" || object.kind !== "Pod" || object.metadata.labels?.["app"] !== "addressbook") return;
      started.push((object["spec"] as { containers: { image: string }[] }).containers[0]?.image ?? "");
    });
    return () => started;
  }

  canary(image: string, options: PlayOptions = {}): Promise<Played> {
    return this.play("canary", { ...options, image }, canary);
  }

  promote(options: PlayOptions = {}): Promise<Played> {
    const { accept, only } = options;
    return this.play(
      "promote",
      options,
      guarded(only === undefined ? undefined : promotesOnly(only), (release, strategy, request) =>
        promote(release, strategy, request, { accept: accept === undefined ? [] : [accept] }),
      ),
    );
  }

  rollback(options: PlayOptions = {}): Promise<Played> {
    const { to, only } = options;
    const rollbackOptions: RollbackOptions = to === undefined ? {} : { to };
    return this.play(
      "rollback",
      options,
      guarded(only === undefined ? undefined : takesBackOnly(only), (release, strategy, request) =>
        rollback(release, strategy, request, rollbackOptions),
      ),
    );
  }

  /** Makes a stable of an image that has been released at some time, without a release. */
  async stand(image: string): Promise<void> {
    const { environment: resized, request } = requestOf(this.environment, { image: this.digest(image) }, "afterwards");
    const cluster = this.connect("admin", new AbortController().signal, this.cluster.clock);
    const deployment = request.manifests.deployment("stable");
    const notes = {
      image,
      template: templateHash(resized.service, "stable", deployment),
      "released-at": "2026-02-01T12:00:00.000Z",
    };
    for (const object of [...request.manifests.base, withChanges(deployment, { replicas: 3, notes })])
      await cluster.apply(object);
    while (this.cluster.readyPods("addressbook/addressbook-lb").length < 3) await this.cluster.clock.sleep(1000);
  }

  /** First release, so that there is a stable. */
  async release(image: string): Promise<void> {
    for (const { code, finished } of [await this.canary(image), await this.promote()])
      if (code !== 0) throw new Error(finished?.summary);
  }

  /** Pods of a track that are not stopping: images by name. */
  images(track: string): string[] {
    return this.pods(track).map(
      (pod) => (pod["spec"] as { containers: { image: string }[] }).containers[0]?.image ?? "",
    );
  }

  pods(track: string) {
    return this.cluster.store
      .list("Pod", namespace)
      .filter(({ metadata }) => metadata.labels?.["deployment"] === `addressbook-${track}`)
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  deployment(track: string) {
    return this.cluster.store.get("Deployment", namespace, `addressbook-${track}`);
  }

  private connect(user: string, interrupted: AbortSignal, clock: Clock): KubernetesCluster {
    const file = join(this.folder, user);
    writeFileSync(file, this.cluster.kubeconfig(user));
    const login = new KubeconfigLogin({ kubeconfig: file }, {});
    this.logins.push(login);
    return new KubernetesCluster(login, {
      namespace,
      fieldManager: "release",
      clock,
      deadline: clock.now() + 3_600_000,
      signal: interrupted,
    });
  }

  async strike(): Promise<void> {
    for (const login of this.logins) login.close();
    await this.cluster.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async play(
    name: "canary" | "promote" | "rollback",
    options: PlayOptions,
    work: (release: Release, ...rest: WorkArguments) => Promise<Outcome>,
  ): Promise<Played> {
    const {
      interrupted = new AbortController().signal,
      timeoutSeconds = 600,
      killedAfterWrites,
      clockBehindMillis,
    } = options;
    const moment = name === "canary" ? "beside the canary" : "afterwards";
    const { environment: resized, request } = requestOf(this.environment, options, moment);
    const user = `runner-${++this.runs}`;
    this.cluster.api.users.add(user, [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }]);
    const life = new Life(this.cluster, user, killedAfterWrites, clockBehindMillis);
    const cluster = this.connect(user, interrupted, life);
    const events: ReleaseEvent[] = [];
    const ended = run(
      {
        name,
        environment: resized,
        ...(name === "canary" ? { image: request.settings.image } : {}),
        given: options,
        timeoutSeconds,
        locks: true,
        work: (release) => work(release, strategyOf(resized.service), request),
      },
      {
        clock: life,
        interrupted,
        output: { event: (event) => events.push(event), close: () => undefined },
        cluster,
        holder: { name: user },
        access: {},
      },
    );
    const code = await Promise.race([ended, life.death]);
    life.end();
    const finished = events.find((event) => event.type === "finished");
    if (code === "killed") return { code: 137, events, writes: life.writes };
    if (finished === undefined) throw new Error("it never ended");
    return { code, events, finished, writes: life.writes };
  }
}

/** A process that may be killed: from then on time does not pass for it, and nothing of it reaches the cluster. */
class Life implements Clock {
  /** What it has written: `apply Deployment/addressbook-canary`. */
  readonly writes: string[] = [];
  readonly death: Promise<"killed">;
  private isDead = false;
  private readonly stop: () => void;

  constructor(
    private readonly cluster: TestCluster,
    user: string,
    killedAfterWrites = Infinity,
    private readonly behindMillis = 0,
  ) {
    let die: (value: "killed") => void = () => undefined;
    this.death = new Promise((resolve) => {
      die = resolve;
    });
    this.stop = cluster.api.afterWrite((request) => {
      if (request.user !== user) return;
      this.writes.push(`${request.verb} ${request.kind}/${request.name}`);
      if (this.writes.length < killedAfterWrites || this.isDead) return;
      this.isDead = true;
      cluster.api.faults.add({ user, times: Infinity }, { type: "reset", when: "before" });
      die("killed");
    });
  }

  now(): number {
    return this.cluster.clock.now() - this.behindMillis;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return this.isDead ? new Promise(() => undefined) : this.whileAlive(this.cluster.clock.sleep(milliseconds, signal));
  }

  end(): void {
    this.stop();
  }

  private async whileAlive(sleep: Promise<void>): Promise<void> {
    await sleep;
    if (this.isDead) await new Promise(() => undefined);
  }
}

type WorkArguments = [strategy: ReturnType<typeof strategyOf>, request: ReturnType<typeof requestOf>["request"]];
