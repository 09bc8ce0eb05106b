import { ChargeClient, type ChargeClientOptions } from '@once/charge-client';
import type { StackFile } from '@once/supervisor';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends what it started and waits for it. */
export type Stop = () => Promise<void>;

/** Callers of charge-api. What they are told does not matter here: the metrics tell. */
export class Traffic {
  readonly #stack: StackFile;
  readonly #stops = new Set<Stop>();

  constructor(stack: StackFile) {
    this.#stack = stack;
  }

  /** One charge that has to succeed. Resolves to its id. */
  async charge(): Promise<string> {
    const charge = await this.#client().createCharge({ amount: 1099n, currency: 'EUR', source: 'tok_visa' });
    return charge.id;
  }

  /** A charge at every tick, whatever becomes of the ones before. */
  charges(perSecond: number, options: Partial<ChargeClientOptions> = {}): Stop {
    const client = this.#client(options);
    return this.#atEveryTick(perSecond, () =>
      client.createCharge({ amount: 1099n, currency: 'EUR', source: 'tok_visa' }),
    );
  }

  /** One key for ever another amount, as a caller does that makes its keys from the customer's name. */
  reusedKeys(perSecond: number): Stop {
    const client = this.#client();
    const idempotencyKey = `customer-${crypto.randomUUID()}`;
    let amount = 100n;
    return this.#atEveryTick(perSecond, () =>
      client.createCharge({ amount: (amount += 1n), currency: 'EUR', source: 'tok_visa' }, { idempotencyKey }),
    );
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#stops].map((stop) => stop()));
  }

  #client(options: Partial<ChargeClientOptions> = {}): ChargeClient {
    const { chargeApi, apiKeys } = this.#stack;
    return new ChargeClient({ baseUrls: chargeApi, apiKey: apiKeys.acme, deadlineMs: 15_000, ...options });
  }

  #atEveryTick(perSecond: number, send: () => Promise<unknown>): Stop {
    const stopping = new AbortController();
    const open = new Set<Promise<unknown>>();
    const loop = async (): Promise<void> => {
      while (!stopping.signal.aborted) {
        const sent: Promise<unknown> = send()
          .catch(() => undefined)
          .finally(() => open.delete(sent));
        open.add(sent);
        await sleep(1_000 / perSecond, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
      await Promise.all(open);
    };
    const done = loop();
    const stop = async (): Promise<void> => {
      this.#stops.delete(stop);
      stopping.abort();
      await done;
    };
    this.#stops.add(stop);
    return stop;
  }
}
