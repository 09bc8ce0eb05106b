import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProviderAccount } from '../src/provider/provider-account.ts';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrapeByLabel } from './exposition.ts';
import { readTraces } from './operation-traces.ts';
import { ProviderGate } from './provider-gate.ts';
import { startChargeApi, type RunningChargeApi } from './start-charge-api.ts';
import { SweepsByHand } from './sweeps-by-hand.ts';
import { TestProvider } from './test-provider.ts';
import { UNHURRIED } from './unhurried.ts';

const UNAVAILABLE = { status: 503, body: { code: 'provider_unavailable', retryable: true } };

let world: ChargeApiWorld;
let account: string;
/** Another provider, with an account and a record of its own, and the instances that a test starts in front of it. */
let other: TestProvider;
const extra: RunningChargeApi[] = [];

beforeAll(async () => {
  [world, other] = await Promise.all([ChargeApiWorld.start(), TestProvider.start()]);
  account = await world.provider.account();
});
beforeEach(() => world.provider.control({}));
afterAll(async () => {
  await Promise.all(extra.map((instance) => instance.close()));
  await other.stop();
  await world.stop();
});

const start = async (env: Record<string, string>): Promise<RunningChargeApi> => {
  const instance = await startChargeApi({
    ...{ ...UNHURRIED, DATABASE_URL: world.database.serviceUrl('charge_service'), SWEEP_INTERVAL_MS: '60000' },
    ...{ PROVIDER_URL: other.url, RATE_LIMIT_PER_SECOND: '1000000' },
    ...env,
  });
  extra.push(instance);
  // So that what follows is about an account that is known.
  await instance.app.get(ProviderAccount).ask();
  return instance;
};

const traces = (key: string) => readTraces(world.database.ownerPool, key);
const faultsOf = ({ url }: RunningChargeApi) => scrapeByLabel(url, 'provider_account_faults_total');
const readinessOf = async ({ url }: RunningChargeApi) => {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, text: await response.text() };
};
const accountsOf = async (key: string) => {
  const { rows } = await world.database.ownerPool.query(
    `SELECT c.provider_account AS charge, o.provider_account AS operation, o.provider_effect_id AS effect,
            array_agg(a.provider_account ORDER BY a.attempt) AS attempts
     FROM operations o JOIN charges c ON c.id = o.charge_id JOIN provider_attempts a ON a.operation_id = o.id
     WHERE o.idempotency_key = $1 GROUP BY 1, 2, 3`,
    [key],
  );
  return rows;
};

describe('what the claim fixes', () => {
  it('is the account, on charge, operation and every attempt, and with the end the effect', async () => {
    const { body } = await world.acme.charge({ capture: false }, { key: 'k-fixed' });
    await world.provider.addFault({ kind: 'refuse_before_effect', status: 503, times: 1 });
    expect((await world.acme.capture(body.id, undefined, { key: 'k-fixed-capture' })).status).toBe(503);
    expect(await accountsOf('k-fixed-capture')).toEqual([
      { charge: account, operation: account, effect: null, attempts: [account] },
    ]);
    expect((await world.acme.capture(body.id, undefined, { key: 'k-fixed-capture' })).status).toBe(200);
    const effects = await world.provider.effectsOf(String(body.id));
    const ids = effects.map((effect) => effect.effect_id);
    expect(await accountsOf('k-fixed')).toEqual([
      { charge: account, operation: account, effect: ids[0], attempts: [account] },
    ]);
    expect(await accountsOf('k-fixed-capture')).toEqual([
      { charge: account, operation: account, effect: ids[1], attempts: [account, account] },
    ]);
    const events = await world.database.ownerPool.query<{ account: string; effect: string }>(
      `SELECT payload::json ->> 'provider_account' AS account, payload::json ->> 'provider_effect_id' AS effect
       FROM outbox WHERE charge_id = $1 ORDER BY version`,
      [body.id],
    );
    expect(events.rows).toEqual(ids.map((effect) => ({ account, effect })));
  });

  it.each(['charges', 'operations', 'provider_attempts'])(
    'never changes, not even for its owner: %s',
    async (table) => {
      await world.acme.charge();
      for (const value of [`'simulator:acct_x'`, 'NULL']) {
        const change = world.database.ownerPool.query(`UPDATE ${table} SET provider_account = ${value}`);
        await expect(change).rejects.toMatchObject({ code: '23514' });
      }
    },
  );

  it('is written down once for each change of the route, and never changed', async () => {
    const routes = async () => {
      const { rows } = await world.database.ownerPool.query('SELECT provider_account FROM provider_routes ORDER BY id');
      return rows;
    };
    await world.instances[0]!.app.get(ProviderAccount).ask();
    const before = await routes();
    expect(before.at(-1)).toEqual({ provider_account: account });
    await world.acme.charge();
    await world.instances[0]!.app.get(ProviderAccount).ask();
    expect(await routes()).toEqual(before);
    await expect(world.database.ownerPool.query('DELETE FROM provider_routes')).rejects.toMatchObject({
      code: '23514',
    });
  });
});

describe('two services with two accounts on one database', () => {
  let elsewhere: RunningChargeApi;
  let [ours, theirs]: SweepsByHand[] = [];
  beforeAll(async () => {
    elsewhere = await start({});
    ours = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    theirs = await SweepsByHand.takeOver(elsewhere, world.database.ownerPool);
  });

  it('charge once what one of them has lost: the other finds nothing, asks nobody, and says so', async () => {
    const key = 'k-two-accounts';
    await world.provider.addFault({ kind: 'effect_then_drop', times: 1 });
    expect(await world.acme.charge({ amount: 4200 }, { key })).toMatchObject({ status: 202 });
    const before = await faultsOf(elsewhere);
    expect(await theirs!.resolve(key)).toBe('unsettled');
    expect(await world.acme.charge({ amount: 4200 }, { key, url: elsewhere.url })).toMatchObject({ status: 202 });
    expect(await traces(key)).toMatchObject({
      state: 'unknown',
      charge: { status: 'unknown' },
      attempts: [{ attempt: 1 }],
    });
    // Once is enough to know that it is the other's: every further look would be a turn that the other does not get.
    expect(await theirs!.resolve(key)).toBeUndefined();
    expect((await faultsOf(elsewhere)).operation_kept).toBe(before.operation_kept! + 1);
    expect(await other.effects()).toEqual([]);
    expect(await ours!.resolve(key)).toBe('completed');
    const { chargeId } = await traces(key);
    expect(await world.provider.effectsOf(chargeId)).toMatchObject([{ amount_minor: '4200' }]);
  });

  it('leave what a lost worker has left to the account that it was sent to', async () => {
    const key = 'k-lost-worker';
    await world.provider.control({ latency_ms: { min: 300, max: 300 } });
    const answer = world.acme.charge({}, { key });
    // As soon as it is there: a take-over while the call of the first is under way.
    for (let isThere = false; !isThere;)
      isThere = (await world.count(`SELECT FROM operations WHERE idempotency_key = $1`, [key])) === 1;
    expect(await theirs!.resume(key)).toBe('unsettled');
    await answer;
    expect(await other.effects()).toEqual([]);
    await ours!.resolve(key);
    expect(await traces(key)).toMatchObject({ state: 'succeeded', charge: { status: 'captured' } });
  });

  it('never call what was not sent at one account begun at the other', async () => {
    const key = 'k-received';
    await world.provider.addFault({ kind: 'refuse_before_effect', status: 503, times: 1 });
    expect((await world.acme.charge({}, { key })).status).toBe(503);
    expect(await world.acme.charge({}, { key, url: elsewhere.url })).toMatchObject(UNAVAILABLE);
    expect(await traces(key)).toMatchObject({ state: 'pending', key: { state: 'RECEIVED' } });
    expect(await other.effects()).toEqual([]);
    expect(await world.acme.charge({}, { key })).toMatchObject({ status: 201 });
  });

  it('refuse changes of a charge of the other account before anything is kept', async () => {
    const authorized = await world.acme.charge({ capture: false });
    const captured = await world.acme.charge();
    const before = await world.stored();
    const { url } = elsewhere;
    expect(await world.acme.capture(authorized.body.id, undefined, { url })).toMatchObject(UNAVAILABLE);
    expect(await world.acme.cancel(authorized.body.id, { url })).toMatchObject(UNAVAILABLE);
    expect(await world.acme.refund(captured.body.id, {}, { url })).toMatchObject(UNAVAILABLE);
    expect(await world.stored()).toEqual(before);
    expect(await other.effects()).toEqual([]);
    expect((await world.acme.refund(captured.body.id)).status).toBe(201);
  });

  it('each charge new keys at their own', async () => {
    const { body } = await world.acme.charge({}, { url: elsewhere.url, key: 'k-elsewhere' });
    expect(await accountsOf('k-elsewhere')).toMatchObject([{ charge: await other.account() }]);
    expect(await other.effectsOf(String(body.id))).toHaveLength(1);
    expect(await world.provider.effectsOf(String(body.id))).toEqual([]);
  });
});

describe('a configuration that names an account', () => {
  it('is not ready, and accepts and sends nothing, where the provider is another', async () => {
    const liar = await start({ PROVIDER_ACCOUNT: account });
    const before = { stored: await world.stored(), effects: await other.effects() };
    expect(await world.acme.charge({}, { url: liar.url })).toMatchObject(UNAVAILABLE);
    expect({ stored: await world.stored(), effects: await other.effects() }).toEqual(before);
    expect(await readinessOf(liar)).toMatchObject({ status: 503, text: expect.stringContaining(account) });
    expect(await faultsOf(liar)).toMatchObject({ identity: 1 });
  });

  it('is ready where it is the one', async () => {
    const right = await start({ PROVIDER_URL: world.provider.url, PROVIDER_ACCOUNT: account });
    expect(await world.acme.charge({}, { url: right.url })).toMatchObject({ status: 201 });
    expect((await readinessOf(right)).status).toBe(200);
  });
});

describe('an account that changes under its address', () => {
  it('gets nothing: not sent, not ready, and on again when it is back', async () => {
    const gate = await ProviderGate.open();
    gate.target = world.provider.url;
    try {
      const instance = await start({ PROVIDER_URL: gate.url });
      const { url } = instance;
      const { body } = await world.acme.charge({ capture: false }, { url });
      const before = await other.effects();
      gate.target = other.url;
      // Nobody has asked again yet: the call itself is what is refused.
      expect(await world.acme.capture(body.id, undefined, { url, key: 'k-moved' })).toMatchObject(UNAVAILABLE);
      expect(await traces('k-moved')).toMatchObject({ state: 'pending', key: { state: 'RECEIVED' } });
      await instance.app.get(ProviderAccount).ask();
      expect(await readinessOf(instance)).toMatchObject({ status: 503, text: expect.stringContaining(account) });
      expect(await faultsOf(instance)).toMatchObject({ foreign_answer: 1, identity: 1 });
      const stored = await world.stored();
      expect(await world.acme.charge({}, { url })).toMatchObject(UNAVAILABLE);
      expect(await world.stored()).toEqual(stored);
      expect(await other.effects()).toEqual(before);
      gate.target = world.provider.url;
      await instance.app.get(ProviderAccount).ask();
      expect((await readinessOf(instance)).status).toBe(200);
      expect((await world.acme.capture(body.id, undefined, { url, key: 'k-moved' })).status).toBe(200);
    } finally {
      await gate.close();
    }
  });
});

describe('a charge from before accounts were kept', () => {
  const makeOld = async (): Promise<unknown> => {
    const { body } = await world.acme.charge();
    // As the migration found it.
    await world.database.ownerPool.query(`ALTER TABLE charges DISABLE TRIGGER charges_account`);
    await world.database.ownerPool.query('UPDATE charges SET provider_account = NULL WHERE id = $1', [body.id]);
    await world.database.ownerPool.query(`ALTER TABLE charges ENABLE TRIGGER charges_account`);
    return body.id;
  };

  it('is left as it is where nobody has said whose it is', async () => {
    const chargeId = await makeOld();
    const before = await world.stored();
    expect(await world.acme.refund(chargeId)).toMatchObject(UNAVAILABLE);
    expect(await world.stored()).toEqual(before);
  });

  it('belongs to the account that the setting names', async () => {
    const chargeId = await makeOld();
    const told = await start({ PROVIDER_URL: world.provider.url, PROVIDER_ACCOUNT_OF_OLD_CHARGES: account });
    expect(await world.acme.refund(chargeId, {}, { url: told.url, key: 'k-old' })).toMatchObject({ status: 201 });
    expect(await accountsOf('k-old')).toMatchObject([{ charge: null, operation: account, attempts: [account] }]);
    const wrong = await start({
      ...{ PROVIDER_URL: world.provider.url, PROVIDER_ACCOUNT_OF_OLD_CHARGES: await other.account() },
    });
    expect(await world.acme.refund(await makeOld(), {}, { url: wrong.url })).toMatchObject(UNAVAILABLE);
  });
});

describe('the key window that the provider declares', () => {
  it('makes the service unready where the order of times does not fit into it', async () => {
    await other.control({ key_mode: { mode: 'forget_after', window_ms: 1000 } });
    const hasty = await start({});
    expect(await readinessOf(hasty)).toMatchObject({
      status: 503,
      text: expect.stringContaining('PROVIDER_TIMEOUT_MS'),
    });
    expect(await world.acme.charge({}, { url: hasty.url })).toMatchObject(UNAVAILABLE);
    await other.control({});
  });

  const HOUR_MS = 3_600_000;
  const SHORT = { key_mode: { mode: 'forget_after', window_ms: 13 * HOUR_MS } };
  const declare = async (settings: object) => {
    await world.provider.control(settings);
    await world.instances[0]!.app.get(ProviderAccount).ask();
  };
  /** A charge that was sent and did not arrive, as it is 14 hours later. */
  const loseCall = async (key: string, sweeps: SweepsByHand) => {
    await world.provider.addFault({ kind: 'drop_before_effect', times: 1 });
    expect((await world.acme.charge({}, { key })).status).toBe(202);
    await sweeps.age(key, 14 * HOUR_MS);
  };

  it('is that of the send, where a longer one is declared later', async () => {
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    await declare(SHORT);
    await loseCall('k-grown', sweeps);
    await declare({});
    expect(await sweeps.resolve('k-grown')).toBe('unsettled');
    expect(await traces('k-grown')).toMatchObject({ state: 'needs_review', attempts: [{ attempt: 1 }] });
  });

  it('is that of the try that was sent, where the first one was not', async () => {
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    const key = 'k-grown-later';
    await world.provider.addFault({ kind: 'refuse_before_effect', status: 503, times: 1 });
    expect((await world.acme.charge({}, { key })).status).toBe(503);
    await declare(SHORT);
    await loseCall(key, sweeps);
    await declare({});
    expect(await sweeps.resolve(key)).toBe('unsettled');
    expect((await traces(key)).attempts).toHaveLength(2);
  });

  it('is the shorter one of today, where it was longer at the send', async () => {
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    await loseCall('k-shrunk', sweeps);
    await declare(SHORT);
    expect(await sweeps.resolve('k-shrunk')).toBe('unsettled');
    await declare({});
    expect(await traces('k-shrunk')).toMatchObject({ attempts: [{ attempt: 1 }] });
  });

  it('is that of today for what an earlier version has sent', async () => {
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    await loseCall('k-not-kept', sweeps);
    await world.database.ownerPool.query('UPDATE provider_attempts SET key_window_ms = NULL WHERE operation_id = $1', [
      (await traces('k-not-kept')).id,
    ]);
    expect(await sweeps.resolve('k-not-kept')).toBe('completed');
  });

  it('is what lets a lost call be sent again, whatever it was before', async () => {
    const sweeps = await SweepsByHand.takeOver(world.instances[0]!, world.database.ownerPool);
    // Declared a day at the start; what it declares when it finds nothing is what counts.
    await world.provider.control({ key_mode: { mode: 'ignore' }, faults: [{ kind: 'effect_then_drop', times: 3 }] });
    const key = 'k-ignoring';
    expect((await world.acme.charge({ amount: 4200 }, { key })).status).toBe(202);
    for (let look = 0; look < 3; look++) expect(await sweeps.resolve(key)).toBe('unsettled');
    const { chargeId, attempts } = await traces(key);
    expect(attempts).toHaveLength(1);
    expect(await world.provider.effectsOf(chargeId)).toMatchObject([{ amount_minor: '4200' }]);
  });
});
