import {
  ChargeClient,
  ChargeClientError,
  OutcomeUnknownError,
  RetryBudget,
  type WriteOptions,
} from '@once/charge-client';

/** What the caller of one operation knows in the end. */
export type Told =
  | 'succeeded'
  /** Refused for good. */
  | 'failed'
  /** The client says for certain that nothing took effect. */
  | 'nothing'
  | 'unknown';

export interface Wish {
  key: string;
  told: Told;
  /** Its caller sent it once, and never asked again. */
  isGivenUp: boolean;
  code: string;
}

const FINAL = new Set(['card_declined', 'charge_state_invalid', 'amount_too_large', 'operation_abandoned']);
/** One in so many operations has a caller who leaves after the first send. */
const SHARE_GIVEN_UP = 0.1;
/** Shorter than most calls: who leaves has heard nothing. */
const HASTY_MS = 60;

/** Callers who pay, capture, cancel and get money back, until a number of operations was asked for. */
export class Shop {
  readonly wishes: Wish[] = [];
  private readonly random: () => number;
  private wanted: number;
  private readonly closing = new AbortController();
  private readonly patient: ChargeClient;
  private readonly hasty: ChargeClient;

  constructor(settings: { baseUrls: readonly string[]; apiKey: string; random: () => number; operations: number }) {
    const { baseUrls, apiKey, random, operations } = settings;
    this.random = random;
    this.wanted = operations;
    // The budget is there to spare a server in trouble, and has tests of its own; here the callers go on.
    const common = { baseUrls, apiKey, random, budget: new RetryBudget({ capTokens: 1_000_000 }) };
    this.patient = new ChargeClient({
      ...common,
      attemptTimeoutMs: 1_000,
      deadlineMs: 30_000,
      retry: { capMs: 1_000 },
    });
    this.hasty = new ChargeClient({ ...common, attemptTimeoutMs: HASTY_MS, retry: { maxRetries: 0, maxWaits: 0 } });
  }

  /** `shoppers` of them at a time. */
  async serve(shoppers: number): Promise<void> {
    await Promise.all(Array.from({ length: shoppers }, () => this.shop()));
  }

  /** Everybody leaves, and nobody comes any more. */
  close(): void {
    this.wanted = 0;
    this.closing.abort();
  }

  private async shop(): Promise<void> {
    while (this.wishes.length < this.wanted) {
      const amount = 500 + Math.floor(this.random() * 10_000);
      if (this.random() < 0.4) await this.sell(amount);
      else await this.authorize(amount);
    }
  }

  private async sell(amount: number): Promise<void> {
    const source = this.random() < 0.05 ? 'tok_declined' : 'tok_visa';
    const charge = await this.wish((client, options) =>
      client.createCharge({ amount, currency: 'EUR', source }, options),
    );
    if (charge) await this.giveBack(charge.id, amount);
  }

  private async authorize(amount: number): Promise<void> {
    const charge = await this.wish((client, options) =>
      client.createCharge({ amount, currency: 'EUR', source: 'tok_visa', capture: false }, options),
    );
    if (!charge) return;
    if (this.random() < 0.35) {
      await this.wish((client, options) => client.cancelCharge(charge.id, options));
      return;
    }
    const part = this.random() < 0.5 ? amount : Math.ceil(amount * this.random());
    const captured = await this.wish((client, options) => client.captureCharge(charge.id, { amount: part }, options));
    if (captured) await this.giveBack(charge.id, part);
  }

  /** In parts, perhaps two at a time, and now and then more than there is. */
  private async giveBack(chargeId: string, captured: number): Promise<void> {
    const parts = Array.from({ length: Math.floor(this.random() * 3) }, () =>
      Math.ceil(captured * this.random() * 0.8),
    );
    await Promise.all(
      parts.map((amount) => this.wish((client, options) => client.refundCharge(chargeId, { amount }, options))),
    );
  }

  private async wish<T>(send: (client: ChargeClient, options: WriteOptions) => Promise<T>): Promise<T | undefined> {
    const isGivenUp = this.random() < SHARE_GIVEN_UP;
    const wish: Wish = { key: `wish-${this.wishes.length}`, told: 'unknown', isGivenUp, code: '' };
    this.wishes.push(wish);
    try {
      const result = await send(isGivenUp ? this.hasty : this.patient, {
        idempotencyKey: wish.key,
        signal: this.closing.signal,
      });
      wish.told = 'succeeded';
      return result;
    } catch (error) {
      if (!(error instanceof ChargeClientError)) throw error;
      wish.code = error.code;
      if (error instanceof OutcomeUnknownError) wish.told = 'unknown';
      else wish.told = FINAL.has(error.code) ? 'failed' : 'nothing';
      return undefined;
    }
  }
}
