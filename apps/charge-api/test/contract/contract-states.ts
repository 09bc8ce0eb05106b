import { randomUUID } from 'node:crypto';
import { createTenant } from '../../src/tenants/create-tenant.ts';
import { Caller, type Answer } from '../caller.ts';
import type { HeldCall } from '../provider-gate.ts';
import { SweepsByHand } from '../sweeps-by-hand.ts';
import type { ContractWorld, InstanceKind } from './contract-world.ts';

export interface Money {
  amount: number;
  currency: string;
}

export interface Intent extends Money {
  key: string;
  source: string;
}

/** A call that stays with the provider until its interaction is over. */
interface OpenCall {
  call: HeldCall;
  answer: Promise<Answer>;
}

type ChargeIds = Record<'charge_id', string>;

/**
 * The states that consumers name, brought about by real requests to the real service on real Postgres. Each interaction
 * has a tenant of its own, so that none meets what another has left.
 */
export class ContractStates {
  private readonly world: ContractWorld;
  private caller: Caller | undefined;
  private open: OpenCall | undefined;

  constructor(world: ContractWorld) {
    this.world = world;
  }

  async tenant(): Promise<void> {
    const tenant = await createTenant(this.world.database.ownerPool, `contract-${randomUUID()}`);
    const { url } = await this.world.instance('usual');
    this.caller = new Caller(url, tenant);
    this.world.board.route = { url, apiKey: tenant.apiKey };
  }

  async noTenant(): Promise<void> {
    this.world.board.route = { url: (await this.world.instance('usual')).url };
  }

  async noOperationUnder(key: string): Promise<void> {
    const { status } = await this.tenantCaller.get(`/v1/idempotency-keys/${key}`);
    if (status !== 404) throw new Error(`${key} was used before: a state of another interaction is in the way`);
  }

  async usedKey({ key, ...body }: Intent, expected: 201 | 202 | 402 = 201): Promise<ChargeIds> {
    return chargeOf(await this.tenantCaller.post('/v1/charges', body, { key }), expected);
  }

  async charge({ amount, currency }: Money, fields: object = {}): Promise<ChargeIds> {
    return chargeOf(await this.tenantCaller.charge({ amount, currency, ...fields }), 201);
  }

  async foreignCharge({ amount, currency }: Money): Promise<ChargeIds> {
    const other = await createTenant(this.world.database.ownerPool, `another-${randomUUID()}`);
    const { url } = await this.world.instance('usual');
    return chargeOf(await new Caller(url, other).charge({ amount, currency }), 201);
  }

  async refund({ amount, currency }: Money): Promise<Record<'charge_id' | 'refund_id', string>> {
    const charge = await this.charge({ amount: amount * 2, currency });
    const { body } = await this.tenantCaller.refund(charge.charge_id, { amount });
    return { ...charge, refund_id: String(body.id) };
  }

  /** An operation that waits for the provider for as long as the interaction lasts. */
  async keyInFlight({ key, ...body }: Intent): Promise<void> {
    await this.holdOpen(() => this.tenantCaller.post('/v1/charges', body, { key }));
  }

  /** As above, but the provider answers as soon as the request of the interaction is on its way. */
  async keyThatCompletes(intent: Intent): Promise<void> {
    await this.keyInFlight(intent);
    this.world.board.onRequest = () => void this.open?.call.forward();
  }

  async openCapture(money: Money): Promise<ChargeIds> {
    const charge = await this.charge(money, { capture: false });
    await this.holdOpen(() => this.tenantCaller.capture(charge.charge_id));
    return charge;
  }

  /** The provider acts, and its answer is lost. */
  async unknownOutcome(intent: Intent): Promise<ChargeIds> {
    await this.world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
    return this.usedKey(intent, 202);
  }

  /** The provider never hears of it, nobody knows that, and two looks at it say no more. */
  async review(intent: Intent): Promise<ChargeIds> {
    const { url } = await this.moveTo('reviewing');
    const { key, ...body } = intent;
    await this.world.provider.addFault({ kind: 'drop_before_effect', times: 1 });
    const charge = chargeOf(await this.tenantCaller.post('/v1/charges', body, { key, url }), 202);
    const sweeps = await SweepsByHand.takeOver(await this.world.instance('reviewing'), this.world.database.ownerPool);
    for (const _look of ['first', 'second']) await sweeps.resolve(key);
    return charge;
  }

  /** What the reaper leaves of an answer when its time is over. */
  async expiredAnswer(intent: Intent): Promise<ChargeIds> {
    const charge = await this.usedKey(intent, intent.source === 'tok_declined' ? 402 : 201);
    await this.world.database.ownerPool.query(
      'UPDATE idempotency_keys SET response_body = NULL WHERE tenant_id = $1 AND idempotency_key = $2',
      [this.tenantCaller.tenantId, intent.key],
    );
    return charge;
  }

  async slowProvider(): Promise<void> {
    await this.moveTo('hasty');
    // Sent by the interaction itself; whoever comes first to the gate is held until it is over.
    this.world.gate.holdNext().then(
      (call) => (this.open = { call, answer: Promise.resolve({} as Answer) }),
      () => undefined,
    );
  }

  async providerOutOfReach(): Promise<void> {
    await this.moveTo('cutOff');
  }

  async rateUsedUp(): Promise<void> {
    const { url } = await this.moveTo('limited');
    // Whatever second it was: after the request that passes, a new one has just begun.
    while ((await this.tenantCaller.get('/v1/charges', { url })).status === 429);
  }

  async serviceAtLimit(): Promise<void> {
    const { url } = await this.moveTo('full');
    await this.holdOpen(() => this.tenantCaller.charge({}, { url }));
  }

  /** Ends what the state has kept open, so that the next interaction begins with nothing underway. */
  async leave(): Promise<void> {
    const { open, world } = this;
    this.open = undefined;
    world.board.onRequest = () => undefined;
    if (open) {
      await open.call.forward();
      await open.answer;
    }
    // A call that was to be held and never came must not be waited for in the next interaction.
    world.gate.letGo();
    await world.provider.control({});
  }

  private get tenantCaller(): Caller {
    if (!this.caller) throw new Error('the interaction names no tenant before this state');
    return this.caller;
  }

  private async moveTo(kind: InstanceKind): Promise<{ url: string }> {
    const { url } = await this.world.instance(kind);
    this.world.board.route = { ...this.world.board.route, url };
    return { url };
  }

  private async holdOpen(send: () => Promise<Answer>): Promise<void> {
    const held = this.world.gate.holdNext();
    const answer = send();
    const refused = answer.then(({ status, text }): never => {
      throw new Error(`the state could not be made, ${status}: ${text}`);
    });
    const call = await Promise.race([held, refused]);
    // From here on the answer is what the end of the interaction waits for.
    refused.catch(() => undefined);
    this.open = { call, answer };
  }
}

const chargeOf = ({ status, body, text }: Answer, expected: number): ChargeIds => {
  if (status !== expected) throw new Error(`the state could not be made, ${status} instead of ${expected}: ${text}`);
  return { charge_id: String(body.id ?? body.charge_id) };
};
