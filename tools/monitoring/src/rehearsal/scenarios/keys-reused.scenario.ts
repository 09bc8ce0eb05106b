import type { Scenario } from '../scenario.ts';

export const keysReused: Scenario = {
  name: 'keys-reused',
  about: 'A caller sends one key with ever another amount.',
  section: 'KeyReuseSpike',
  breakStack: async ({ traffic }) => {
    const stopOthers = traffic.charges(3);
    const stopCaller = traffic.reusedKeys(5);
    return {
      othersFix: stopCaller,
      end: async () => {
        await stopCaller();
        await stopOthers();
      },
    };
  },
};
