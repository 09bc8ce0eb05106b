import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Behaviour, Interruption } from '../src/control/behaviour.ts';
import { ControlPanel } from '../src/control/control-panel.ts';
import { ProviderRecord } from '../src/core/provider-record.ts';
import { buildServer } from '../src/http/build-server.ts';
import { Journal } from '../src/journal/journal.ts';
import { Provider } from '../src/provider.ts';

const dropConnection: Interruption = { kind: 'drop_connection' };
const unavailable: Interruption = { kind: 'answer', httpStatus: 503, body: { code: 'unavailable' } };

/** The whole simulator without a socket and without a disk; ids count from 1 and the time stands still. */
export class InMemorySimulator {
  readonly app: FastifyInstance;
  /** Resolves when a request has come as far as its behaviours. */
  readonly entered = Promise.withResolvers<void>();
  /** Lets go what the fault `hold` keeps. */
  readonly released = Promise.withResolvers<void>();
  /** The disk: when a sync is done. */
  sync: () => Promise<void> = async () => undefined;
  #ids = 0;

  constructor() {
    const record = new ProviderRecord();
    const file = { append: async () => undefined, sync: () => this.sync(), close: async () => undefined };
    const journal = new Journal(file, 0, () => undefined);
    const control = new ControlPanel([this.#faults()]);
    const provider = new Provider({
      record,
      journal,
      control,
      newId: (prefix) => `${prefix}_${(this.#ids += 1)}`,
      now: () => new Date('2026-01-01T00:00:00Z'),
      stopping: new AbortController().signal,
    });
    this.app = buildServer({ provider, record, control, durable: () => journal.durable(), log: () => undefined });
  }

  post(path: string, key: string | undefined, payload: object | string) {
    const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
    return this.app.inject({ method: 'POST', url: path, headers, payload });
  }

  get(url: string) {
    return this.app.inject({ method: 'GET', url });
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
