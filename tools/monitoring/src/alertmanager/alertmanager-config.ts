import { inhibitRules } from './inhibit-rules.ts';

/** How soon, and how often again, a group of alerts is sent. */
export interface Pace {
  readonly groupWait: string;
  readonly groupInterval: string;
  readonly repeatInterval: string;
}

/** A cause shows in several alerts within half a minute: they wait for each other and come as one. */
const UNHURRIED: Pace = { groupWait: '30s', groupInterval: '5m', repeatInterval: '4h' };

/**
 * Two receivers, which whoever runs this connects to a pager and to a queue of tickets: without that they drop what
 * they get.
 */
export function alertmanagerConfig(pace: Pace = UNHURRIED): object {
  return {
    route: {
      receiver: 'tickets',
      group_by: ['area'],
      group_wait: pace.groupWait,
      group_interval: pace.groupInterval,
      repeat_interval: '24h',
      routes: [{ receiver: 'pager', matchers: ['severity="page"'], repeat_interval: pace.repeatInterval }],
    },
    receivers: [{ name: 'pager' }, { name: 'tickets' }],
    inhibit_rules: inhibitRules(),
  };
}
