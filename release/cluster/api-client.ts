import type { Clock } from "../clock";
import { exchange, type Reply } from "./exchange";
import type { Credentials, Login } from "./login";
import { Patience } from "./patience";
import type { Answer, Question } from "./question";
import { refusal } from "./refusal";
import { isStatus } from "./status";
import { detail, type Trouble, troubleOfConnection, troubleOfReply } from "./trouble";
import { withoutSecrets } from "./without-secrets";

/** What limits a client, and whom it tells. */
export interface ApiClientOptions {
  readonly clock: Clock;
  /** When nothing is tried any more, in milliseconds since 1970. */
  readonly deadline: number;
  /** When a server that has never answered is given up, in milliseconds since 1970. @default - at the deadline */
  readonly firstDeadline?: number | undefined;
  /** Ends every request with its reason. */
  readonly signal: AbortSignal;
  /** Called when something is tried again, once a minute for each reason. @default - nobody is told */
  readonly onTrouble?: ((reason: string) => void) | undefined;
}

/** What is known of the API from earlier answers; all clients of a connection know the same. */
interface Acquaintance {
  hasAnswered?: boolean;
  /** How much its clock is ahead of ours, in milliseconds. */
  clockLead?: number;
  lastTrouble?: { readonly reason: string; readonly at: number };
}

const usualTimeoutMillis = 15_000;

/** A server that has never answered may be the wrong one, and it does not help to wait long for it. */
const firstContactMillis = 30_000;

const repetitionMillis = 60_000;

/** Conflicts of nobody's making are rare; the sixth in a row is of somebody's making. */
const mostConflicts = 5;

/** Asks the API of a cluster until it answers. */
export class ApiClient {
  constructor(
    readonly login: Login,
    readonly options: ApiClientOptions,
    private readonly acquaintance: Acquaintance = {},
  ) {}

  /** The same connection with other limits. */
  within(limits: Partial<ApiClientOptions>): ApiClient {
    return new ApiClient(this.login, { ...this.options, ...limits }, this.acquaintance);
  }

  /** Milliseconds since 1970 by the clock of the server, to about a second; undefined before it has answered. */
  serverTime(): number | undefined {
    const { clockLead } = this.acquaintance;
    return clockLead === undefined ? undefined : this.options.clock.now() + clockLead;
  }

  /**
   * Asks until there is an answer.
   *
   * @throws {ApiError} when it is refused for a reason that does not pass
   * @throws {Unreachable} when there is no answer until the deadline
   */
  async ask(question: Question): Promise<Answer> {
    const patience = new Patience(question, this);
    for (;;) {
      patience.checkTime();
      const credentials = await patience.withLogin(() => this.login.credentials());
      const outcome = await this.try(credentials, question, patience.timeLeft());
      if ("reason" in outcome) {
        await patience.wait(outcome);
        continue;
      }

      const { reply, object } = outcome;
      const isAnswer = isAnswerTo(question, reply, object);
      if (!isAnswer && reply.status === 401 && patience.mayRenewLogin()) {
        await patience.withLogin(() => this.login.renew(credentials));
        continue;
      }
      if (isAnswer) return { ...reply, object, isRepeated: patience.isRepeated };
      if (reply.status !== 409 || question.repeatsConflicts !== true || patience.conflicts++ >= mostConflicts)
        throw refusal(reply, object, question, this.login.name);
      await patience.wait({ reason: detail(reply, object), isFinal: false, isUncertain: false });
    }
  }

  /** Until when it makes sense to try, for somebody who began at a time. */
  lastMoment(since: number): number {
    const { deadline, firstDeadline = deadline } = this.options;
    if (this.acquaintance.hasAnswered === true) return deadline;
    return Math.min(deadline, firstDeadline, since + firstContactMillis);
  }

  /** Tells whoever wants to know why it takes longer. */
  tell(reason: string): void {
    const { lastTrouble } = this.acquaintance;
    const now = this.options.clock.now();
    // the same is true of all that is asked at this time
    if (lastTrouble?.reason === reason && now - lastTrouble.at < repetitionMillis) return;
    this.acquaintance.lastTrouble = { reason, at: now };
    this.options.onTrouble?.(reason);
  }

  private async try(
    credentials: Credentials,
    question: Question,
    timeLeft: number,
  ): Promise<{ readonly reply: Reply; readonly object: unknown } | Trouble> {
    const { clock, signal } = this.options;
    const millis = Math.min(question.timeoutMillis ?? usualTimeoutMillis, timeLeft);
    let reply: Reply;
    try {
      reply = await exchange(credentials, question, { clock, signal, millis });
    } catch (error) {
      signal.throwIfAborted();
      return troubleOfConnection(error, credentials.server);
    }
    const object = reply.stream === undefined ? parsed(reply.body) : undefined;
    const isWhole = reply.stream !== undefined || question.isText === true || object !== undefined;
    const trouble =
      question.isAnswer?.(reply, object) === true
        ? undefined
        : troubleOfReply(reply, object, { isWhole, now: clock.now() });
    // a page of a proxy tells nothing of the API
    if (trouble === undefined || isStatus(object)) this.meet(reply);
    return trouble === undefined
      ? { reply, object }
      : { ...trouble, reason: withoutSecrets(trouble.reason, question.body) };
  }

  private meet({ headers }: Reply): void {
    this.acquaintance.hasAnswered = true;
    const date = Date.parse(headers.date ?? "");
    if (!Number.isNaN(date)) this.acquaintance.clockLead = date - this.options.clock.now();
  }
}

const isAnswerTo = ({ isAnswer, answers = [] }: Question, reply: Reply, object: unknown): boolean =>
  isAnswer?.(reply, object) ?? (reply.status < 300 || answers.includes(reply.status));

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
