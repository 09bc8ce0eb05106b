import type { Scenario } from '../scenario.ts';

export const brokerHangs: Scenario = {
  name: 'broker-hangs',
  about: 'The broker stands still while charges go on.',
  section: 'OutboxLagGrowing',
  breakStack: async ({ running, traffic }) => {
    const stopTraffic = traffic.charges(2);
    running.kill('kafka', 'SIGSTOP');
    return { end: stopTraffic };
  },
};
