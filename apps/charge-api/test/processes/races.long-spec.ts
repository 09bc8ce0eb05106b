import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import type { Answer } from '../caller.ts';
import { ProcessWorld } from './process-world.ts';

/** On each of the two processes. */
const CALLERS = 16;
const KEYS = Array.from({ length: 25 }, (_, index) => `twin-${index}`);
/** Keys whose callers go off in the same tick. */
const AT_ONCE = 5;

let world: ProcessWorld;
beforeAll(async () => {
  world = await ProcessWorld.start();
  // So that twins meet while the first is under way, and not only before and after.
  await world.setProviderLatency(50);
});
afterAll(() => world.stop());

const CHARGE = JSON.stringify({ amount: 1099, currency: 'EUR', source: 'tok_visa' });

/** All requests of one key, half of them at each process, made in one tick. */
const fire = (key: string, headers: Record<string, string> = {}): Promise<Answer[]> =>
  Promise.all(
    Array.from({ length: 2 * CALLERS }, (_, index) =>
      world.untilAdmitted(() =>
        world.acme.post('/v1/charges', CHARGE, { key, headers, url: world.url(index % 2 === 0 ? 1 : 2) }),
      ),
    ),
  );

const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';

const expectOneWinner = (answers: Answer[]): void => {
  const executed = answers.filter((answer) => answer.status === 201 && !isReplay(answer));
  expect(executed).toHaveLength(1);
  for (const answer of answers.filter((each) => each !== executed[0])) {
    if (answer.status === 201) expect(answer.text).toBe(executed[0]?.text);
    else {
      expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use', retryable: true } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
  }
};

const ONCE = {
  ...{ state: 'succeeded', events: 1, entries: 1, attempts: 1, providerKeys: 1 },
  effects: [expect.objectContaining({ requests_seen: 1, amount_minor: '1099' })],
};

describe('one key in the same instant at two processes', () => {
  it('has one attempt and one effect; every other caller is told to come back or gets the same bytes', async () => {
    const seen = new Set<number>();
    for (let start = 0; start < KEYS.length; start += AT_ONCE) {
      const groups = await Promise.all(KEYS.slice(start, start + AT_ONCE).map((key) => fire(key)));
      groups.forEach(expectOneWinner);
      groups.flat().forEach(({ status }) => seen.add(status));
    }
    // Without a single 409 the callers would not have met, and the test would have shown nothing.
    expect(seen).toEqual(new Set([201, 409]));
    for (const key of KEYS) expect(await world.tracesOf(key)).toEqual(ONCE);
  });

  it('replays the same bytes to all of those who prefer to wait', async () => {
    const answers = await fire('twin-waiting', { prefer: 'wait=5' });
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
    expect(answers[0]?.status).toBe(201);
    expect(await world.tracesOf('twin-waiting')).toEqual(ONCE);
  });
});

/** What the ledger holds as given back for a charge. */
const refundedInLedger = async (chargeId: string): Promise<{ entries: number; amountMinor: bigint }> => {
  const { rows } = await world.ledgerDb.query<{ entries: string; amount_minor: string }>(
    `SELECT count(DISTINCT e.id) AS entries, coalesce(sum(p.amount_minor), 0) AS amount_minor
     FROM journal_entries e JOIN postings p ON p.entry_id = e.id AND p.amount_minor > 0
     WHERE e.charge_id = $1 AND e.entry_type = 'refunded'`,
    [chargeId],
  );
  return { entries: Number(rows[0]?.entries), amountMinor: BigInt(rows[0]?.amount_minor ?? -1) };
};

/** One that only open refunds are in the way of is asked for again, as its 409 says, until it has its end. */
const refundToItsEnd = (chargeId: string, amount: number, options: { key: string; url: string }) =>
  eventually('the end of a refund', async () => {
    const answer = await world.untilAdmitted(() => world.acme.refund(chargeId, { amount }, options));
    return answer.body.code !== 'charge_busy' && answer;
  });

describe('refunds in the same instant at two processes that together exceed what was captured', () => {
  it.each([
    { captured: 1_000, amounts: Array.from({ length: 20 }, () => 300), fitting: 3 },
    { captured: 1_000, amounts: Array.from({ length: 20 }, () => 100), fitting: 10 },
    { captured: 1_000, amounts: Array.from({ length: 20 }, () => 501), fitting: 1 },
  ])('give back $fitting of 20, in the charge, at the provider and in the ledger', async (race) => {
    const { captured, amounts, fitting } = race;
    const chargeId = String((await world.untilAdmitted(() => world.acme.charge({ amount: captured }))).body.id);
    const keys = amounts.map((amount, index) => `refund-${fitting}-${amount}-${index}`);
    const answers = await Promise.all(
      amounts.map((amount, index) =>
        refundToItsEnd(chargeId, amount, { key: keys[index]!, url: world.url(index % 2 === 0 ? 1 : 2) }),
      ),
    );
    const succeeded = keys.filter((_, index) => answers[index]?.status === 201);
    const refused = answers.filter(({ status }) => status === 422);
    expect([succeeded.length, refused.length]).toEqual([fitting, amounts.length - fitting]);
    expect(new Set(refused.map(({ body }) => body.code))).not.toContain('idempotency_key_reused');
    for (const key of succeeded) {
      expect(await world.tracesOf(key)).toMatchObject({ state: 'succeeded', events: 1, entries: 1, attempts: 1 });
    }
    const refunded = fitting * amounts[0]!;
    const { rows } = await world.chargeDb.query(
      'SELECT amount_refunded_minor, amount_refund_reserved_minor, version FROM charges WHERE id = $1',
      [chargeId],
    );
    const [both, version] = [String(refunded), fitting + 1];
    expect(rows).toEqual([{ amount_refunded_minor: both, amount_refund_reserved_minor: both, version }]);
    expect(await refundedInLedger(chargeId)).toEqual({ entries: fitting, amountMinor: BigInt(refunded) });
    expect(await refundedAtProvider(chargeId)).toEqual({ effects: fitting, amountMinor: BigInt(refunded) });
  });
});

const refundedAtProvider = async (chargeId: string): Promise<{ effects: number; amountMinor: bigint }> => {
  const effects = (await world.effectsOfCharge(chargeId)).filter(({ operation }) => operation === 'refund');
  return {
    effects: effects.length,
    amountMinor: effects.reduce((sum, { amount_minor: minor }) => sum + BigInt(minor), 0n),
  };
};
