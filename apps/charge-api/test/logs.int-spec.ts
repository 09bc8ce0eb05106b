import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import { closeDatabase, killServiceConnections, openDatabase } from './database-faults.ts';
import { captureLogLines } from './log-lines.ts';

let world: ChargeApiWorld;
let lines: string[];
beforeAll(async () => {
  world = await ChargeApiWorld.start({ env: { LOG_LEVEL: 'trace' } });
  lines = captureLogLines();
});
afterAll(() => world.stop());

const SOURCE = 'tok_of_a_customer';
const DATABASE_PASSWORD = () => new URL(world.database.serviceUrl('charge_service')).password;

it('has one line per request, with its route and never its URL', async () => {
  const made = await world.acme.charge({}, { key: 'k-logged' });
  await world.acme.get('/v1/idempotency-keys/k-logged');
  const requests = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(requests.filter(({ msg }) => msg === 'request')).toMatchObject([
    { level: 'info', service: 'charge-api', method: 'POST', route: '/v1/charges', status: 201 },
    {
      level: 'info',
      service: 'charge-api',
      method: 'GET',
      route: '/v1/idempotency-keys/:idempotency_key',
      status: 200,
    },
  ]);
  expect(requests[0]?.request_id).toBe(made.headers.get('request-id'));
});

it('names the tenant of a refused request: metrics can not, and a spike has a caller', async () => {
  await world.acme.charge({ amount: 1 }, { key: 'k-reused' });
  lines.length = 0;
  const refused = await world.acme.charge({ amount: 2 }, { key: 'k-reused' });
  expect(refused.status).toBe(422);
  const ofIt = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const mine = { tenant_id: world.acme.tenantId, request_id: refused.headers.get('request-id') };
  expect(ofIt).toMatchObject([{ ...mine, msg: 'request', status: 422, code: 'idempotency_key_reused' }]);
});

it('never tells an API key, a source, a card number or a password, whatever happens', async () => {
  await world.acme.charge({ source: SOURCE }, { key: 'k-declined' });
  await world.acme.charge({ source: SOURCE, amount: 'x', reference: `${SOURCE}\u0000` });
  await world.acme.charge({ source: '4242424242424242' });
  await world.acme.charge({ source: SOURCE }, { headers: { authorization: 'Bearer sk_test_of_nobody' } });
  await world.acme.get(`/v1/charges?source=${SOURCE}&api_key=${world.acme.apiKey}`);
  await world.acme.get(`/v1/%zz/${world.acme.apiKey}`);
  await killServiceConnections(world.database.name);
  await world.acme.charge({ source: SOURCE });
  await closeDatabase(world.database.name);
  await world.acme.charge({ source: SOURCE });
  await openDatabase(world.database.name);
  const text = lines.join('');
  // The outage was logged: silence would prove nothing.
  expect(text).toContain('service_unavailable');
  for (const secret of [world.acme.apiKey, SOURCE, '4242424242424242', 'sk_test_of_nobody', DATABASE_PASSWORD()]) {
    expect(text).not.toContain(secret);
  }
});
