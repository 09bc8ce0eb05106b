import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Behaviour, Interruption } from '../src/control/behaviour.ts';
import { ControlPanel } from '../src/control/control-panel.ts';
import { FaultBook } from '../src/control/faults/fault-book.ts';
import { faultsBehaviour } from '../src/control/faults/faults.behaviour.ts';
import { keyModeBehaviour } from '../src/control/key-mode.behaviour.ts';
import { NoticeDesk } from '../src/control/notices/notice-desk.ts';
import { NoticeQueue } from '../src/control/notices/notice-queue.ts';
import { noticesBehaviour } from '../src/control/notices/notices.behaviour.ts';
import type { Notice } from '../src/control/notices/notice.ts';
import type { NoticeTarget, PostNotice } from '../src/control/notices/post-notice.ts';
import { ProviderRecord } from '../src/core/provider-record.ts';
import { buildServer } from '../src/http/build-server.ts';
import { Journal } from '../src/journal/journal.ts';
import { Provider } from '../src/provider.ts';

const dropConnection: Interruption = { kind: 'drop_connection' };
const unavailable: Interruption = { kind: 'answer', httpStatus: 503, body: { code: 'unavailable' } };

/** Whose books the in-memory simulator keeps. */
export const ACCOUNT = `acct_${'a1'.repeat(12)}`;

const callSoon = (_delayMs: number, work: () => void) => {
  queueMicrotask(work);
  return () => undefined;
};

/** The whole simulator without a socket and without a disk; ids of each kind count from 1 and the time stands where it is put. */
export class InMemorySimulator {
  readonly app: FastifyInstance;
  /** Resolves when a request has come as far as its behaviours. */
  readonly entered = Promise.withResolvers<void>();
  /** Lets go what the fault `hold` keeps. */
  readonly released = Promise.withResolvers<void>();
  /** The disk: when a sync is done. */
  sync: () => Promise<void> = async () => undefined;
  /** The clock of the record and that of the control panel. */
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  /** Notices that went out, and what their receiver answers. */
  readonly posted: { notice: Notice; target: NoticeTarget }[] = [];
  receiverStatus: number | undefined = 204;
  readonly #idsOf = new Map<string, number>();

  constructor(options: { maxOpenRequests?: number } = {}) {
    const record = new ProviderRecord();
    record.add({ kind: 'account', account: ACCOUNT, recorded_at: new Date(this.nowMs).toISOString() });
    const file = { append: async () => undefined, sync: () => this.sync(), close: async () => undefined };
    const journal = new Journal(file, 0, () => undefined);
    const newId = (prefix: string) => {
      const count = (this.#idsOf.get(prefix) ?? 0) + 1;
      this.#idsOf.set(prefix, count);
      return `${prefix}_${count}`;
    };
    const stopping = new AbortController().signal;
    const post: PostNotice = async (notice, target) => {
      this.posted.push({ notice, target });
      return this.receiverStatus;
    };
    const queue = new NoticeQueue({ post, after: callSoon });
    const notices = new NoticeDesk({ queue, post, newId, stopping });
    const faults = new FaultBook();
    const control = new ControlPanel({
      behaviours: [this.#faults(), keyModeBehaviour, faultsBehaviour(faults), noticesBehaviour(notices)],
      nowMs: () => this.nowMs,
      newSeed: () => 1,
    });
    const now = () => new Date(this.nowMs);
    const provider = new Provider({ record, journal, control, newId, now, stopping, ...options });
    const durable = () => journal.durable();
    this.app = buildServer({ provider, record, control, faults, notices, durable, log: () => undefined });
  }

  async control(settings: object): Promise<void> {
    const answer = await this.app.inject({ method: 'PUT', url: '/control', payload: settings });
    if (answer.statusCode !== 200) throw new Error(answer.body);
  }

  post(path: string, key: string | undefined, payload: object | string, extraHeaders: Record<string, string> = {}) {
    const keyHeader = key === undefined ? {} : { 'idempotency-key': key };
    const headers = { 'content-type': 'application/json', ...keyHeader, ...extraHeaders };
    return this.app.inject({ method: 'POST', url: path, headers, payload });
  }

  get(url: string, headers: Record<string, string> = {}) {
    return this.app.inject({ method: 'GET', url, headers });
  }

  /** A page of the oracle, or a single answer of it: what is absent from one kind is undefined there. */
  async read(url: string): Promise<{ data: { sequence: number }[]; has_more: boolean }> {
    return (await this.get(url)).json();
  }

  async setFault(fault: 'none' | 'before' | 'after' | 'hold'): Promise<void> {
    await this.app.inject({ method: 'PUT', url: '/control', payload: { fault } });
  }

  #faults(): Behaviour {
    return {
      name: 'fault',
      schema: z.enum(['none', 'before', 'after', 'hold']),
      allowed: 'fault: none, before, after, hold',
      activate: (setting = 'none') => ({
        setting,
        beforeEffect: async () => {
          this.entered.resolve();
          if (setting === 'hold') await this.released.promise;
          return setting === 'before' ? unavailable : undefined;
        },
        afterEffect: async () => (setting === 'after' ? dropConnection : undefined),
      }),
    };
  }
}
