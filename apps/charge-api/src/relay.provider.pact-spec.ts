import { afterAll, beforeAll } from '@jest/globals';
import { describeProvider } from '@once/contract-tools';
import { ContractWorld } from '../test/contract/contract-world.ts';
import { OutboxStates } from '../test/contract/outbox-states.ts';
import { startTracing, stopTracing } from '../test/traced-requests.ts';

beforeAll(() => startTracing());
afterAll(() => stopTracing());

describeProvider({ consumer: 'relay', provider: 'charge-api' }, async () => {
  const world = await ContractWorld.start();
  const states = new OutboxStates(world);
  const after = (bringAbout: () => Promise<unknown>) => async (): Promise<void> => {
    await bringAbout();
  };
  return {
    access: {
      message: () => states.newestRow(),
      stateHandlers: {
        'a charge was captured': after(states.captured),
        'a charge was captured without a trace': after(states.capturedUntraced),
        'a charge was refunded in part': after(() => states.refunded()),
        'a charge was authorized': after(states.authorized),
        'a charge was canceled': after(() => states.canceled()),
        'a charge has expired': after(() => states.expired()),
        'a charge has failed': after(states.failed),
      },
    },
    stop: () => world.stop(),
  };
});
