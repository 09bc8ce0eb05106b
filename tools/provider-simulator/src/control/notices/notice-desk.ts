import type { ResultEntry } from '../../core/record-entry.ts';
import type { NoticeCounts, NoticeQueue } from './notice-queue.ts';
import type { NoticeSettings } from './notice-settings.ts';
import { contradict, noticeOf, type Notice } from './notice.ts';
import type { PostNotice } from './post-notice.ts';

export interface NoticeDeskParts {
  readonly queue: NoticeQueue;
  readonly post: PostNotice;
  readonly newId: (prefix: 'ntc' | 'pay') => string;
  readonly stopping: AbortSignal;
}

/** Tells the receiver what was decided: on its own and late, or by hand and at once. */
export class NoticeDesk {
  readonly #parts: NoticeDeskParts;
  #receiver: { readonly settings: NoticeSettings; readonly random: () => number } | undefined;

  constructor(parts: NoticeDeskParts) {
    this.#parts = parts;
  }

  /** Without settings nothing is told any more, and what still waits is forgotten. */
  open(settings: NoticeSettings | null, random: () => number): void {
    this.#receiver = settings === null ? undefined : { settings, random };
    if (settings === null) this.#parts.queue.clear();
  }

  newNoticeId(): string {
    return this.#parts.newId('ntc');
  }

  announce(entry: ResultEntry): void {
    if (this.#receiver === undefined) return;
    const { settings, random } = this.#receiver;
    if (random() >= settings.probability) return;
    const notice = noticeOf(entry, this.newNoticeId());
    if (notice === undefined) return;
    this.#queueCopies(notice, settings, random);
    if (random() >= settings.contradict_probability) return;
    this.#queueCopies(contradict(notice, this.newNoticeId(), this.#parts.newId('pay')), settings, random);
  }

  /** Sends now, `1 + repeat` times one after the other, and says what each was answered: null for nothing. */
  async send(notice: Notice, repeat: number): Promise<(number | null)[] | 'no_receiver'> {
    const { post, stopping } = this.#parts;
    const settings = this.#receiver?.settings;
    if (settings === undefined) return 'no_receiver';
    const answers: (number | null)[] = [];
    for (let copy = 0; copy <= repeat; copy += 1) answers.push((await post(notice, settings, stopping)) ?? null);
    return answers;
  }

  counts(): NoticeCounts {
    return this.#parts.queue.counts();
  }

  #queueCopies(notice: Notice, settings: NoticeSettings, random: () => number): void {
    const { min, max } = settings.delay_ms;
    for (let copy = 0; copy <= settings.repeat; copy += 1)
      this.#parts.queue.deliver(notice, settings, min + random() * (max - min));
  }
}
