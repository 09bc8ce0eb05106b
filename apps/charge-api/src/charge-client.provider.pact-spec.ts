import { describeProvider } from '@once/contract-tools';
import { ContractStates } from '../test/contract/contract-states.ts';
import { ContractWorld } from '../test/contract/contract-world.ts';
import { stateHandlers } from '../test/contract/state-handlers.ts';

describeProvider({ consumer: 'charge-client', provider: 'charge-api' }, async () => {
  const world = await ContractWorld.start();
  return {
    access: { providerBaseUrl: world.board.url, stateHandlers: stateHandlers(new ContractStates(world)) },
    stop: () => world.stop(),
  };
});
