import { runStatementOnce, statement } from '@once/database';
import type { TopicProbe } from '@once/messaging';
import type { ReadinessCheck } from '@once/observability';
import type { Pool } from 'pg';

const PING = statement('ping', 'SELECT 1');

/** Without the database there is nothing to publish, without the topic nowhere to. */
export function readinessChecks(pool: Pool, probe: TopicProbe): ReadinessCheck[] {
  return [
    {
      name: 'database',
      check: async () => {
        await runStatementOnce(pool, PING);
      },
    },
    { name: 'kafka', check: () => probe.check() },
  ];
}
