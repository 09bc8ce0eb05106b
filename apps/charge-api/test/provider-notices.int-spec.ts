import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { AbandonOperations } from '../src/sweeps/abandon-operations.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrape, scrapeByLabel } from './exposition.ts';
import { captureLogLines } from './log-lines.ts';
import { readTraces } from './operation-traces.ts';
import { startChargeApi } from './start-charge-api.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';

interface NoticeFields {
  payment_id?: string | null;
  decline_code?: string | null;
}

const SECRET = 'a-secret-of-this-test-long-enough';
const ENV = { PROVIDER_NOTICE_SECRET: SECRET, LOG_LEVEL: 'error' };

let world: ChargeApiWorld;
let sweeps: SweepsByHand;
let url: string;
let lines: string[];
beforeAll(async () => {
  world = await ChargeApiWorld.start({ env: ENV });
  lines = captureLogLines();
  url = world.instances[0]!.url;
  sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
});
afterAll(() => world.stop());

/** The provider tells us everything, or with `probability: 0` only what a test has it tell. */
const listen = (settings: object) =>
  world.provider.control({
    notices: { url: `${url}/v1/provider-notices/simulator`, secret: SECRET, ...settings },
  });
beforeEach(() => listen({ probability: 0 }));
afterEach(() => world.provider.control({}));

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const noticesOf = async (key: string) => {
  const { rows } = await world.database.ownerPool.query<{ outcome: string; is_contradiction: boolean }>(
    `SELECT n.outcome, n.provider_payment_id, n.decline_code, n.is_contradiction
     FROM provider_notices n JOIN operations o ON o.id = n.operation_id
     WHERE o.idempotency_key = $1 ORDER BY n.received_at`,
    [key],
  );
  return rows;
};
const notify = async (key: string, notice: object) => {
  const [attempt] = (await traces(key)).attempts;
  return world.provider.notify({ provider_key: attempt?.providerKey, operation: 'sale', ...notice });
};

const contradictions = async () => (await scrape(url)).get('provider_contradictions_total');
/** What the results of notices, and the contradictions, gained by some work. */
const gainOf = async (work: () => Promise<unknown>) => {
  const read = async () => ({
    ...(await scrapeByLabel(url, 'provider_notices_total')),
    contradictions: await contradictions(),
  });
  const before: Record<string, number | undefined> = await read();
  await work();
  const gains = Object.entries(await read()).map(([name, value]) => [name, value! - before[name]!] as const);
  return Object.fromEntries(gains.filter(([, gain]) => gain !== 0));
};

/** A charge whose answer was lost, and that nobody is to look at for ten minutes. */
const loseCharge = async (key: string, fault: object = { kind: 'effect_then_drop' }) => {
  await world.provider.addFault({ ...fault, times: 1 });
  expect((await world.acme.charge({}, { key })).status).toBe(202);
  await world.database.ownerPool.query(
    `UPDATE idempotency_keys SET lease_until = clock_timestamp() + interval '10 minutes' WHERE idempotency_key = $1`,
    [key],
  );
};
const isDue = async (key: string) => (await traces(key)).key.dueInMs! <= 0;

describe('a notice about an unknown outcome', () => {
  it('has it resolved at once, with no word of its client', async () => {
    const key = 'k-at-once';
    await loseCharge(key);
    const variables = { DATABASE_URL: world.database.serviceUrl('charge_service'), PROVIDER_URL: world.provider.url };
    const resolving = await startChargeApi({ ...variables, SWEEP_INTERVAL_MS: '20' });
    try {
      expect(await gainOf(() => notify(key, { outcome: 'succeeded' }))).toEqual({ resolver_due: 1 });
      await eventually('the end', async () => (await traces(key)).state === 'succeeded');
    } finally {
      await resolving.close();
    }
    expect(await traces(key)).toMatchObject({
      ...{ charge: { status: 'captured', version: 1 }, key: { state: 'COMPLETED', isAnswered: true } },
      transitions: ['pending→unknown by charge-api', 'unknown→captured by resolver'],
      events: ['payments.charge.captured.v1'],
    });
    const [{ providerKey } = { providerKey: '' }] = (await traces(key)).attempts;
    expect(await world.provider.effectsOfKey(providerKey)).toEqual([expect.objectContaining({ requests_seen: 1 })]);
    expect(await world.acme.charge({}, { key })).toMatchObject({ status: 201, body: { status: 'captured' } });
  });

  it('ends nothing by itself: the provider is asked, and what it does not know is not sent again', async () => {
    const key = 'k-believed';
    await loseCharge(key, { kind: 'drop_before_effect' });
    expect(await notify(key, { outcome: 'succeeded', payment_id: 'pay_made_up' })).toEqual([204]);
    expect(await traces(key)).toMatchObject({
      ...{ state: 'unknown', charge: { status: 'unknown' }, key: { state: 'PROCESSING', unsettled: 'unknown' } },
      events: [],
    });
    expect(await isDue(key)).toBe(true);
    // Both can't be true, and a second send would be a second charge where the notice is.
    expect(await gainOf(() => sweeps.resolve(key))).toEqual({});
    const { charge, attempts } = await traces(key);
    expect({ charge, attempts }).toMatchObject({
      ...{
        charge: { status: 'unknown' },
        attempts: [{ outcome: 'unknown', detail: expect.stringContaining('took place') }],
      },
    });
  });

  it('that names another payment than the provider shows leaves the charge to a person', async () => {
    const key = 'k-other-payment';
    await loseCharge(key);
    expect(await notify(key, { outcome: 'succeeded', payment_id: 'pay_made_up' })).toEqual([204]);
    expect(await sweeps.resolve(key)).toBe('unsettled');
    const { state, charge, attempts, events } = await traces(key);
    expect({ state, status: charge.status, events }).toEqual({
      ...{ state: 'needs_review', status: 'needs_review' },
      events: [],
    });
    expect(attempts.at(-1)?.detail).toContain('another payment');
  });

  it('moves the time to look once, however often it comes', async () => {
    const key = 'k-repeated';
    await loseCharge(key);
    const gained = await gainOf(async () => {
      expect(await notify(key, { outcome: 'succeeded', repeat: 3 })).toEqual([204, 204, 204, 204]);
    });
    expect(gained).toEqual({ resolver_due: 1, repeated: 3 });
    expect(await noticesOf(key)).toHaveLength(1);
    expect(await sweeps.resolve(key)).toBe('completed');
  });

  it('leaves a resolver alone that is at it', async () => {
    const key = 'k-at-it';
    await loseCharge(key);
    await world.provider.addFault({ kind: 'hang', operations: ['find'], delay_ms: 3_000, times: 1 });
    const resolved = sweeps.resolve(key);
    await eventually('the lookup', async () => (await world.provider.faultsBitten()) === 2);
    expect(await gainOf(() => notify(key, { outcome: 'succeeded' }))).toEqual({ kept: 1 });
    expect(await isDue(key)).toBe(false);
    expect(await resolved).toBe('completed');
    expect((await traces(key)).key.epoch).toBe(2);
  });

  it('is kept where only a person may end it', async () => {
    const key = 'k-in-review';
    await loseCharge(key);
    await sweeps.age(key, 10 * 86_400_000);
    await world.provider.addFault({ kind: 'find_inconclusive' });
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect(await gainOf(() => notify(key, { outcome: 'succeeded' }))).toEqual({ kept: 1 });
    expect(await traces(key)).toMatchObject({ state: 'needs_review', key: { dueInMs: Infinity } });
    expect(await noticesOf(key)).toMatchObject([{ outcome: 'succeeded', is_contradiction: false }]);
  });
});

/** An operation that was certainly not sent, and that nobody has asked for since yesterday. */
const giveBack = async (key: string) => {
  await world.provider.addFault({ kind: 'refuse_before_effect', times: 1 });
  expect((await world.acme.charge({}, { key })).status).toBe(503);
  await world.database.ownerPool.query(
    `UPDATE idempotency_keys SET last_seen_at = clock_timestamp() - interval '1 day' WHERE idempotency_key = $1`,
    [key],
  );
};
const abandon = () => world.instances[0]!.app.get(AbandonOperations).run();

describe('a notice about something that was not sent', () => {
  /** The request gets through after all, without our hearing of it. */
  const performBehindOurBack = async (key: string) => {
    const [{ providerKey } = { providerKey: '' }] = (await traces(key)).attempts;
    const payment = { amount_minor: '1099', currency: 'EUR', source: 'tok_visa', capture: true };
    const answer = await fetch(`${world.provider.url}/v1/payments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': providerKey },
      body: JSON.stringify(payment),
    });
    expect(answer.status).toBe(201);
    return providerKey;
  };
  /** Not sent again: it is found. */
  const expectFound = async (key: string, providerKey: string) => {
    expect(await traces(key)).toMatchObject({ state: 'pending', key: { state: 'PROCESSING', unsettled: null } });
    const effects = await world.provider.effectsOfKey(providerKey);
    expect(await sweeps.resume(key)).toBe('completed');
    expect(await traces(key)).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
    // Not one request more.
    expect(effects).toHaveLength(1);
    expect(await world.provider.effectsOfKey(providerKey)).toEqual(effects);
    expect((await world.acme.charge({}, { key })).status).toBe(201);
  };

  it('has it found out, and not given up', async () => {
    const key = 'k-sent-after-all';
    await giveBack(key);
    const providerKey = await performBehindOurBack(key);
    expect(await gainOf(() => notify(key, { outcome: 'succeeded', repeat: 1 }))).toEqual({
      resumer_due: 1,
      repeated: 1,
    });
    expect(await abandon()).toBe(0);
    await expectFound(key, providerKey);
  });

  it('has it found out before it is given up, where it came while the send was under way', async () => {
    const key = 'k-told-before-given-back';
    await giveBack(key);
    const providerKey = await performBehindOurBack(key);
    await world.database.ownerPool.query(
      `INSERT INTO provider_notices (notice_id, provider, provider_key, operation_id, outcome, is_contradiction, occurred_at)
       SELECT 'ntc_early', 'simulator', $2, id, 'succeeded', false, now() FROM operations WHERE idempotency_key = $1`,
      [key, providerKey],
    );
    expect(await abandon()).toBe(1);
    await expectFound(key, providerKey);
  });
});

describe('a notice about something that has ended', () => {
  const charge = (key: string, source: string) => world.acme.charge({ source }, { key });
  it.each([
    ['success', 'tok_visa', { outcome: 'succeeded' }],
    ['decline', 'tok_declined', { outcome: 'declined' }],
  ])('and agrees with its %s is kept and no alarm', async (what, source, notice) => {
    await charge(`k-agrees-${what}`, source);
    expect(await gainOf(() => notify(`k-agrees-${what}`, notice))).toEqual({ kept: 1 });
    expect(await noticesOf(`k-agrees-${what}`)).toMatchObject([{ ...notice, is_contradiction: false }]);
  });

  it.each([
    ['a success as declined', 'tok_visa', { outcome: 'declined', decline_code: 'fraud' }],
    ['a decline as a success', 'tok_declined', { outcome: 'succeeded', payment_id: 'pay_late' }],
    ['a success under another payment', 'tok_visa', { outcome: 'succeeded', payment_id: 'pay_other' }],
  ])('and tells of %s moves nothing, is kept and raises the alarm', async (what, source, notice) => {
    const key = `k-${what.replaceAll(' ', '-')}`;
    await charge(key, source);
    const [stored, before] = [await world.stored(), await traces(key)];
    lines.length = 0;
    expect(await gainOf(() => notify(key, { ...notice, repeat: 1 }))).toEqual({
      ...{ contradiction: 1, repeated: 1, contradictions: 1 },
    });
    expect(await traces(key)).toEqual(before);
    expect(await world.stored()).toEqual(stored);
    const { payment_id: paymentId = null, decline_code: declineCode = null }: NoticeFields = notice;
    expect(await noticesOf(key)).toEqual([
      {
        ...{ outcome: notice.outcome, is_contradiction: true },
        provider_payment_id: paymentId,
        decline_code: declineCode,
      },
    ]);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 'error', operation_id: before.id, state: before.state, notice: notice.outcome }),
    ]);
  });

  it('is a contradiction too where it tells that what was given up took place', async () => {
    await giveBack('k-given-up');
    expect(await abandon()).toBe(1);
    const before = await traces('k-given-up');
    expect(before).toMatchObject({ state: 'failed', charge: { status: 'failed' } });
    const gained = await gainOf(() => notify('k-given-up', { outcome: 'succeeded', payment_id: 'pay_late' }));
    expect(gained).toEqual({ contradiction: 1, contradictions: 1 });
    expect(await traces('k-given-up')).toEqual(before);
  });
});

describe('a contradicting notice', () => {
  /** Holds the operation's row, so that whoever ends it stands still with its key in hand. */
  const whileEnding = async (key: string, inside: () => Promise<void>): Promise<void> => {
    const client = await world.database.ownerPool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT FROM operations WHERE idempotency_key = $1 FOR NO KEY UPDATE', [key]);
      await inside();
    } finally {
      await client.query('COMMIT');
      client.release();
    }
  };
  const blocked = async () => {
    const { rows } = await world.database.ownerPool.query<{ blocked: number }>(
      `SELECT count(*)::integer AS blocked FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE a.datname = current_database() AND NOT l.granted`,
    );
    return rows[0]!.blocked;
  };

  it('that comes while its operation ends is judged by that end', async () => {
    const key = 'k-race';
    await loseCharge(key);
    const gained = await gainOf(async () => {
      const racing: Promise<unknown>[] = [];
      await whileEnding(key, async () => {
        racing.push(sweeps.resolve(key));
        await eventually('the completion holds the key', async () => (await blocked()) === 1);
        const told = notify(key, { outcome: 'declined' });
        racing.push(told);
        // Both in line behind us; or the notice was judged at once, and then by what was there before.
        const waits = eventually('the notice waits', async () => (await blocked()) === 2);
        await Promise.race([waits, told]);
      });
      expect(await Promise.all(racing)).toEqual(['completed', [204]]);
    });
    expect(gained).toEqual({ contradiction: 1, contradictions: 1 });
    expect(await noticesOf(key)).toMatchObject([{ outcome: 'declined', is_contradiction: true }]);
    expect(await traces(key)).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
  });

  it('that came before the end is a contradiction from then on', async () => {
    const key = 'k-before-the-end';
    await loseCharge(key);
    expect(await gainOf(() => notify(key, { outcome: 'declined' }))).toEqual({ resolver_due: 1 });
    expect(await gainOf(() => sweeps.resolve(key))).toEqual({ contradictions: 1 });
    expect(await traces(key)).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
  });

  it('is counted once for each of many charges, whether it comes before or after the end', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `k-many-${index}`);
    const gained = await gainOf(async () => {
      await listen({ contradict_probability: 1, repeat: 1, delay_ms: { min: 0, max: 60 } });
      const sources = ['tok_visa', 'tok_declined'];
      await Promise.all(keys.map((key, index) => world.acme.charge({ source: sources[index % 2] }, { key })));
      await eventually('every notice', async () => (await world.provider.noticeCounts()).queued === 0);
    });
    // Each charge has a true one and a false one, and a copy of both.
    expect(gained).toMatchObject({ repeated: 40, contradictions: 20 });
    expect((await Promise.all(keys.map(noticesOf))).map(({ length }) => length)).toEqual(keys.map(() => 2));
    const ends = await Promise.all(keys.map(traces));
    expect(ends.map(({ state }) => state)).toEqual(keys.map((_, index) => (index % 2 === 0 ? 'succeeded' : 'failed')));
  });
});

describe('a notice about a key of which we know nothing', () => {
  it('is taken, counted and not kept', async () => {
    const kept = await world.count('SELECT FROM provider_notices');
    const gained = await gainOf(async () => {
      const stranger = { provider_key: 'once_0198b2c4-0000-7000-8000-000000000001', operation: 'sale' };
      expect(await world.provider.notify({ ...stranger, outcome: 'succeeded', payment_id: 'pay_1' })).toEqual([204]);
    });
    expect(gained).toEqual({ unknown_key: 1 });
    expect(await world.count('SELECT FROM provider_notices')).toBe(kept);
  });
});
