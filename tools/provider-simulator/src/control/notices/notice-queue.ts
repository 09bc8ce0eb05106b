import type { Notice } from './notice.ts';
import type { NoticeTarget, PostNotice } from './post-notice.ts';

export interface NoticeQueueParts {
  readonly post: PostNotice;
  /** Runs `work` later; what it returns calls it off. */
  readonly after: (delayMs: number, work: () => void) => () => void;
}

export interface NoticeCounts {
  readonly queued: number;
  readonly delivered: number;
  readonly failed_attempts: number;
  readonly given_up: number;
  readonly dropped: number;
}

interface Delivery {
  readonly notice: Notice;
  readonly target: NoticeTarget;
  readonly attempt: number;
}

/** What waits, is ready or is under way; a receiver that is gone for good must not eat the memory. */
const MAX_QUEUED = 10_000;
const MAX_AT_ONCE = 16;
/** Five tries in about three seconds: longer than a receiver needs to come back from a crash. */
const MAX_ATTEMPTS = 5;
const BACK_OFF_MS = 200;

/** Delivers notices late, a few at a time, and again where the receiver does not take them. */
export class NoticeQueue {
  readonly #parts: NoticeQueueParts;
  readonly #calledOff = new Set<() => void>();
  readonly #ready: Delivery[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  /** Rises when the queue is cleared, so that what is under way then is not tried again. */
  #generation = 0;
  #delivered = 0;
  #failedAttempts = 0;
  #givenUp = 0;
  #dropped = 0;

  constructor(parts: NoticeQueueParts) {
    this.#parts = parts;
  }

  /** Queues one delivery; past the bound it is dropped and counted. */
  deliver(notice: Notice, target: NoticeTarget, delayMs: number): void {
    if (this.#stopping.signal.aborted) return;
    if (this.#queued >= MAX_QUEUED) this.#dropped += 1;
    else this.#schedule({ notice, target, attempt: 1 }, delayMs);
  }

  counts(): NoticeCounts {
    return {
      queued: this.#queued,
      delivered: this.#delivered,
      failed_attempts: this.#failedAttempts,
      given_up: this.#givenUp,
      dropped: this.#dropped,
    };
  }

  /** Forgets what has not been sent yet. */
  clear(): void {
    this.#generation += 1;
    for (const callOff of this.#calledOff) callOff();
    this.#calledOff.clear();
    this.#ready.length = 0;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.clear();
    await Promise.allSettled(this.#underWay);
  }

  get #queued(): number {
    return this.#calledOff.size + this.#ready.length + this.#underWay.size;
  }

  #schedule(delivery: Delivery, delayMs: number): void {
    const callOff = this.#parts.after(delayMs, () => {
      this.#calledOff.delete(callOff);
      this.#ready.push(delivery);
      this.#pump();
    });
    this.#calledOff.add(callOff);
  }

  #pump(): void {
    while (this.#underWay.size < MAX_AT_ONCE) {
      const delivery = this.#ready.shift();
      if (delivery === undefined) return;
      const sending = this.#send(delivery).finally(() => {
        this.#underWay.delete(sending);
        this.#pump();
      });
      this.#underWay.add(sending);
    }
  }

  async #send(delivery: Delivery): Promise<void> {
    const generation = this.#generation;
    const status = await this.#parts.post(delivery.notice, delivery.target, this.#stopping.signal);
    if (status !== undefined && status >= 200 && status < 300) {
      this.#delivered += 1;
      return;
    }
    this.#failedAttempts += 1;
    if (generation !== this.#generation) return;
    if (delivery.attempt >= MAX_ATTEMPTS) this.#givenUp += 1;
    else this.#schedule({ ...delivery, attempt: delivery.attempt + 1 }, BACK_OFF_MS * 2 ** (delivery.attempt - 1));
  }
}
