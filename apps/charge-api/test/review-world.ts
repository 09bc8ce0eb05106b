import { randomUUID } from 'node:crypto';
import { OperatorPort } from '../src/review/port/operator-port.ts';
import type { Answer, Caller } from './caller.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { OperatorCaller } from './operator-caller.ts';
import { readTraces, type OperationTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

export const ALICE = { name: 'alice', token: 'alice-0123456789abcdef0123456789abcdef' };
export const BOB = { name: 'bob', token: 'bob:with:colons-0123456789abcdef0123456789' };
const CREDENTIALS = [ALICE, BOB].map(({ name, token }) => `${name}:${token}`).join(',');

/** An operation that waits for a person, and its caller's way to ask again. */
export interface InReview {
  key: string;
  operationId: string;
  chargeId: string;
  /** Of a charge that took place: the payment that nobody has heard of. */
  paymentId: string | null;
  send: () => Promise<Answer>;
}

/** Whether what waits for a person was done by the provider. */
export type TookPlace = 'nowhere' | 'at_the_provider';

/** The provider keeps no keys: what it does not find is never sent again, and soon needs a person. */
const TIMES = { PROVIDER_KEY_WINDOW_MS: '0', UNKNOWN_REVIEW_AFTER_MS: '0' };

/** A service whose lost answers end in review at the second look, and operators who can reach it. */
export class ReviewWorld {
  readonly service: ChargeApiWorld;
  readonly gate: ProviderGate;
  readonly sweeps: SweepsByHand;
  readonly alice: OperatorCaller;
  readonly bob: OperatorCaller;

  private constructor(parts: Pick<ReviewWorld, 'service' | 'gate' | 'sweeps'>, operatorUrl: string) {
    this.service = parts.service;
    this.gate = parts.gate;
    this.sweeps = parts.sweeps;
    this.alice = new OperatorCaller(operatorUrl, ALICE.token);
    this.bob = new OperatorCaller(operatorUrl, BOB.token);
  }

  static async start(env: Record<string, string> = {}): Promise<ReviewWorld> {
    const gate = await ProviderGate.open();
    const operators = { OPERATOR_PORT: '0', OPERATOR_CREDENTIALS: CREDENTIALS };
    const service = await ChargeApiWorld.start({ env: { ...TIMES, ...operators, PROVIDER_URL: gate.url, ...env } });
    gate.target = service.provider.url;
    // So that it does not find what it has done, either.
    await service.provider.control({ key_mode: { mode: 'ignore' } });
    const [instance] = service.instances;
    if (!instance) throw new Error('a world has one instance at least');
    const sweeps = await SweepsByHand.takeOver(instance, service.database.ownerPool);
    const url = await instance.app.get(OperatorPort).url();
    if (url === undefined) throw new Error('the port of operators is shut');
    return new ReviewWorld({ service, gate, sweeps }, url);
  }

  get acme(): Caller {
    return this.service.acme;
  }

  /** A new charge of acme that never reached the provider, and of which nobody knows that. */
  chargeInReview(fields: Record<string, unknown> = {}, took: TookPlace = 'nowhere'): Promise<InReview> {
    return this.inReview((key) => this.acme.charge(fields, { key }), took);
  }

  /** A refund of a captured charge, likewise. */
  async refundInReview(amount: number, took: TookPlace = 'nowhere'): Promise<InReview> {
    const { body } = await this.acme.charge();
    return this.inReview((key) => this.acme.refund(body.id, { amount }, { key }), took);
  }

  /** A capture of an authorized charge, likewise. */
  async captureInReview(amount: number, took: TookPlace = 'nowhere'): Promise<InReview> {
    const { body } = await this.acme.charge({ capture: false });
    return this.inReview((key) => this.acme.capture(body.id, { amount }, { key }), took);
  }

  /** A cancel of an authorized charge, likewise. */
  async cancelInReview(took: TookPlace = 'nowhere'): Promise<InReview> {
    const { body } = await this.acme.charge({ capture: false });
    return this.inReview((key) => this.acme.cancel(body.id, { key }), took);
  }

  traces(key: string): Promise<OperationTraces> {
    return readTraces(this.service.database.ownerPool, key);
  }

  /** Rows of a query, as the owner sees them. */
  async rows(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.service.database.ownerPool.query<Record<string, unknown>>(sql, values)).rows;
  }

  /** What the provider tells unasked, as whoever receives it writes it down. */
  async notice(operationId: string, outcome: 'succeeded' | 'declined', paymentId: string | null): Promise<void> {
    await this.rows(
      `INSERT INTO provider_notices (notice_id, provider, provider_key, operation_id, outcome, provider_payment_id,
                                     is_contradiction, occurred_at)
       SELECT $1, 'simulator', a.provider_key, a.operation_id, $3, $4, false, clock_timestamp()
       FROM provider_attempts a WHERE a.operation_id = $2 AND a.attempt = 1`,
      [`notice_${randomUUID()}`, operationId, outcome, paymentId],
    );
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.gate.close();
  }

  /** An operation of which the provider did something else than it was asked for. */
  alteredInReview(ask: (key: string) => Promise<Answer>, alter: (body: string) => string): Promise<InReview> {
    return this.inReview(ask, alter);
  }

  private async inReview(
    ask: (key: string) => Promise<Answer>,
    took: TookPlace | ((body: string) => string),
  ): Promise<InReview> {
    const key = `k-${randomUUID()}`;
    const held = this.gate.holdNext();
    const answer = ask(key);
    const refused = answer.then(({ text }) => Promise.reject(new Error(`answered without a call: ${text}`)));
    // Once the call is there, its loss is what the answer comes of.
    refused.catch(() => undefined);
    const call = await Promise.race([held, refused]);
    if (took === 'nowhere') call.drop();
    else await call.forwardAlteredAndLoseAnswer(took === 'at_the_provider' ? (body) => body : took);
    const { status } = await answer;
    // The first look after the lost answer finds that it has to be a person.
    await this.sweeps.resolve(key);
    const { id, chargeId, state } = await this.traces(key);
    if (status !== 202 || state !== 'needs_review') throw new Error(`answered ${status}, the operation is ${state}`);
    const [effect] = await this.service.provider.effectsOfKey(call.providerKey);
    return { key, operationId: id, chargeId, paymentId: effect?.payment_id ?? null, send: () => ask(key) };
  }
}
