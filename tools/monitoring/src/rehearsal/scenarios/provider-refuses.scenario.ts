import { addProviderFault, healProvider } from '../provider-control.ts';
import type { Scenario } from '../scenario.ts';

export const providerRefuses: Scenario = {
  name: 'provider-refuses',
  about: 'The provider refuses every call at the door.',
  section: 'ProviderBreakerOpen',
  breakStack: async ({ running, traffic }) => {
    await addProviderFault(running.stack, { kind: 'refuse_before_effect', status: 503 });
    const stopTraffic = traffic.charges(10);
    return {
      end: async () => {
        await stopTraffic();
        await healProvider(running.stack);
      },
    };
  },
};
