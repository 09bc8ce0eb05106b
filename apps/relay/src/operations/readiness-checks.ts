import type { TopicProbe } from '@once/messaging';
import { databaseCheck, type ReadinessCheck } from '@once/observability';
import type { Pool } from 'pg';

/** Without the database there is nothing to publish, without the topic nowhere to. */
export function readinessChecks(pool: Pool, probe: TopicProbe): ReadinessCheck[] {
  return [databaseCheck(pool), { name: 'kafka', check: () => probe.check() }];
}
