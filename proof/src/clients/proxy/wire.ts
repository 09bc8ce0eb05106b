import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerClient, isGone, leaveOpen, resetClient, type Waiting } from './answer-client.ts';
import type { Fate, FateKind } from './fate.ts';
import { forwardRequest, type Answered, type HeldRequest } from './forward-request.ts';
import { junkAnswer, type JunkKind } from './junk-answer.ts';
import type { ProxyTally } from './proxy-counts.ts';

type LossKind = Extract<FateKind, 'answer_eaten' | 'late_arrival' | 'half_open_after'>;

/** The way to charge-api and back, with all that can happen on it. */
export class Wire {
  readonly #targets: readonly string[];
  readonly #tally: ProxyTally;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #cut = new AbortController();
  #forwarded = 0;
  #lastCreated: Answered | null = null;

  constructor(targets: readonly string[], tally: ProxyTally) {
    this.#targets = targets;
    this.#tally = tally;
  }

  /** Nothing goes through any more. */
  cut(): void {
    this.#cut.abort();
    this.#agent.destroy();
  }

  /** Resolves when nothing of the request is left that could still reach charge-api. */
  async carry(request: HeldRequest, { kind, delayMs, junk }: Fate, client: Waiting): Promise<void> {
    switch (kind) {
      case 'reset_before':
        this.#tally.met(kind);
        return resetClient(client);
      case 'half_open_before':
        this.#tally.met(kind);
        return leaveOpen(client);
      case 'late_arrival':
        resetClient(client);
        await this.#pause(delayMs);
        return this.#lose(kind, request, client);
      case 'answer_eaten':
      case 'half_open_after':
        return this.#lose(kind, request, client);
      case 'unreadable_answer':
        return this.#spoil(junk, request, client);
      case 'delayed':
        await this.#pause(delayMs);
        return this.#deliver(kind, request, client);
      case 'passed':
        return this.#deliver(kind, request, client);
    }
  }

  async #deliver(kind: 'passed' | 'delayed', request: HeldRequest, client: Waiting): Promise<void> {
    const answer = await this.#forward(request, client);
    if (!answer) return;
    if (isGone(client)) return this.#tally.count('clientGone');
    this.#tally.met(kind);
    answerClient(client, answer);
  }

  async #lose(kind: LossKind, request: HeldRequest, client: Waiting): Promise<void> {
    // The whole answer is awaited: by then charge-api has committed, and nobody can say that it was cut off.
    const answer = await this.#forward(request, client);
    if (!answer) return;
    if (kind !== 'late_arrival' && isGone(client)) return this.#tally.count('clientGone');
    this.#tally.met(kind);
    this.#tally.kept(answer.status);
    if (kind === 'half_open_after') leaveOpen(client);
    else resetClient(client);
  }

  /** As with a lost answer charge-api has committed by then; what the client gets instead is nobody's verdict. */
  async #spoil(junk: JunkKind, request: HeldRequest, client: Waiting): Promise<void> {
    const answer = await this.#forward(request, client);
    if (!answer) return;
    if (isGone(client)) return this.#tally.count('clientGone');
    this.#tally.met('unreadable_answer');
    this.#tally.kept(answer.status);
    answerClient(client, junkAnswer(junk, { answer, request, earlier: this.#lastCreated }));
  }

  /** Undefined when there is no answer; the client then sees its connection reset. */
  async #forward(request: HeldRequest, client: Waiting): Promise<Answered | undefined> {
    const first = this.#forwarded % this.#targets.length;
    this.#forwarded += 1;
    const targets = [...this.#targets.slice(first), ...this.#targets.slice(0, first)];
    const forwarded = await forwardRequest(request, { targets, agent: this.#agent, signal: this.#cut.signal });
    if (forwarded.kind === 'answered') {
      if (forwarded.status === 201 && request.url === '/v1/charges') this.#lastCreated = forwarded;
      return forwarded;
    }
    this.#tally.count(forwarded.kind === 'lost' ? 'serverLost' : 'serverUnreachable');
    resetClient(client);
    return undefined;
  }

  /** Cut short when the wire is; what then would be sent goes nowhere. */
  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#cut.signal }).catch(() => undefined);
  }
}
