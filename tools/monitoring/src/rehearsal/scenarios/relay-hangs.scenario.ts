import type { Scenario } from '../scenario.ts';

export const relayHangs: Scenario = {
  name: 'relay-hangs',
  about: 'The only relay stands still: it does not die, so nobody starts it again.',
  section: 'ServiceDown',
  labels: { job: 'relay' },
  breakStack: async ({ running, traffic }) => {
    const stopTraffic = traffic.charges(1);
    running.kill('relay-1', 'SIGSTOP');
    return { end: stopTraffic };
  },
};
