import { expect, it } from '@jest/globals';
import { InMemorySimulator } from '../test/in-memory-simulator.ts';
import { SALE } from '../test/provider-api.ts';

it('refuses what comes when as many requests are open as it has room for, before it does anything', async () => {
  const simulator = new InMemorySimulator({ maxOpenRequests: 1 });
  await simulator.setFault('hold');
  const open = simulator.post('/v1/payments', 'k1', SALE);
  const isOpen = Promise.race([open.then(() => false), simulator.entered.promise.then(() => true)]);
  expect(await isOpen).toBe(true);
  const refused = await simulator.post('/v1/payments', 'k2', SALE);
  expect([refused.statusCode, refused.json().code]).toEqual([503, 'overloaded']);
  simulator.released.resolve();
  expect((await open).statusCode).toBe(201);
  expect((await simulator.post('/v1/payments', 'k2', SALE)).statusCode).toBe(201);
  expect(await simulator.read('/v1/effects/summary')).toMatchObject({ effects: { captured: 2 } });
  await simulator.app.close();
});
