import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ChargeApiWorld } from './charge-api-world.ts';

let world: ChargeApiWorld;
beforeAll(async () => void (world = await ChargeApiWorld.start({ env: { MAX_EVENT_LOOP_DELAY_MS: '1000' } })));
afterAll(() => world.stop());

/** Longer than the delay that is borne, three turns in a row, so that one whole sample is nothing but late. */
const BLOCKS = 3;
const BLOCK_MS = 1_500;

const blockEventLoop = async (): Promise<void> => {
  for (let block = 0; block < BLOCKS; block++) {
    const end = performance.now() + BLOCK_MS;
    while (performance.now() < end);
    await nextTurn();
  }
};

it('sheds by 503 while the event loop is late, and still answers the probes', async () => {
  const before = await world.stored();
  await blockEventLoop();
  const [shed, alive] = await Promise.all([
    world.acme.charge({}, { key: 'k-pressure' }),
    fetch(`${world.instances[0]!.url}/livez`),
  ]);
  expect(shed).toMatchObject({ status: 503, body: { code: 'overloaded', retryable: true } });
  expect(shed.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(shed.headers.get('request-id')).toBe(shed.body.request_id);
  expect(shed.headers.get('retry-after')).toBe('1');
  expect(alive.status).toBe(200);
  expect(await world.stored()).toEqual(before);
});
