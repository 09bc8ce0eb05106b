import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, PostgresProxy, type CommitFault, type TestDatabase } from '@once/testing';
import { createTenant } from '../src/tenants/create-tenant.ts';
import { Caller, type Answer } from './caller.ts';
import { ProviderGate } from './provider-gate.ts';
import { startChargeApi, type RunningChargeApi } from './start-charge-api.ts';
import { TestProvider } from './test-provider.ts';

let database: TestDatabase;
let provider: TestProvider;
let gate: ProviderGate;
let proxy: PostgresProxy;
let api: RunningChargeApi;
let acme: Caller;

beforeAll(async () => {
  [database, provider, gate] = await Promise.all([
    createTestDatabase('charge'),
    TestProvider.start(),
    ProviderGate.open(),
  ]);
  gate.target = provider.url;
  proxy = await PostgresProxy.inFrontOf(database.serviceUrl('charge_service'));
  api = await startChargeApi({ DATABASE_URL: proxy.url, PROVIDER_URL: gate.url });
  acme = new Caller(api.url, await createTenant(database.ownerPool, 'acme'));
});

afterEach(() => gate.letGo());
afterAll(async () => {
  await api.close();
  await proxy.close();
  await gate.close();
  await provider.stop();
  await database.drop();
});

const INTENTS = {
  charge: async () => (key: string) => acme.charge({}, { key }),
  refund: async () => {
    const { body } = await acme.charge();
    return (key: string) => acme.refund(body.id, { amount: 400 }, { key });
  },
};

/** Nothing else commits by a message of its own here: reads, renewals and notes are statements without a transaction. */
const loseCommit = async (
  transaction: 'claim' | 'completion',
  fault: CommitFault,
  send: () => Promise<Answer>,
): Promise<Answer> => {
  const before = proxy.lost[fault];
  const held = gate.holdNext();
  if (transaction === 'claim') proxy.loseNextCommit(fault);
  const answer = send();
  const call = await held;
  if (transaction === 'completion') proxy.loseNextCommit(fault);
  await call.forward();
  const { status, headers, text, body } = await answer;
  expect(proxy.lost[fault]).toBe(before + 1);
  return { status, headers, text, body };
};

const leftBy = async (key: string) => {
  const { rows } = await database.ownerPool.query<Record<string, unknown>>(
    `SELECT k.state, k.epoch, o.state AS operation, array_agg(a.attempt) AS attempts, array_agg(a.outcome) AS outcomes,
            o.id, (SELECT count(*) FROM outbox e WHERE e.payload::json ->> 'operation_id' = o.id::text) AS events,
            (SELECT count(*) FROM charge_transitions t WHERE t.operation_id = o.id) AS transitions
     FROM idempotency_keys k
     JOIN operations o ON o.tenant_id = k.tenant_id AND o.idempotency_key = k.idempotency_key
     JOIN provider_attempts a ON a.operation_id = o.id
     WHERE k.idempotency_key = $1
     GROUP BY k.state, k.epoch, o.id`,
    [key],
  );
  return rows;
};

describe.each(['charge', 'refund'] as const)('a %s', (kind) => {
  it.each([
    ['claim', 'reply_lost'],
    ['claim', 'request_lost'],
    ['completion', 'reply_lost'],
    ['completion', 'request_lost'],
  ] as const)('whose %s lost its COMMIT (%s) happens once and is answered', async (transaction, fault) => {
    const key = `k-${kind}-${transaction}-${fault}`;
    const send = await INTENTS[kind]();
    const answer = await loseCommit(transaction, fault, () => send(key));
    expect(answer.status).toBe(201);
    const rows = await leftBy(key);
    const once = { state: 'COMPLETED', epoch: '1', operation: 'succeeded', events: '1', transitions: '1' };
    expect(rows).toEqual([{ ...once, attempts: [1], outcomes: ['succeeded'], id: expect.any(String) }]);
    const effects = (await provider.effects()).filter(({ metadata }) => metadata.operation_id === rows[0]?.id);
    expect(effects).toHaveLength(1);
    const again = await send(key);
    expect(again.text).toBe(answer.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});
