import { assertSafeSettings, UnsafeSettingsError } from '@once/database';
import type { Pool } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadinessCheck } from '../operations/readiness-check.ts';

/** Well within the bound of a readiness check: a database that doesn't answer is not what this check is about. */
const ANSWER_WITHIN_MS = 1_000;

/** Ready means that the database can be reached, and that what is committed there lasts and reads as we wrote it. */
export function databaseCheck(pool: Pool): ReadinessCheck {
  return { name: 'database', check: () => assertSafeSettings(pool) };
}

/**
 * For a service that waits out an outage and stays ready: only settings that are known to be wrong make it unready. What
 * was known last counts while the database doesn't answer.
 */
export function settingsCheck(pool: Pool): ReadinessCheck {
  let known: UnsafeSettingsError | undefined;
  const look = async (): Promise<void> => {
    try {
      await assertSafeSettings(pool);
      known = undefined;
    } catch (error) {
      // Anything else is the outage that is waited out elsewhere, and told by the metrics there.
      if (error instanceof UnsafeSettingsError) known = error;
    }
  };
  return {
    name: 'database_settings',
    check: async () => {
      await Promise.race([look(), delay(ANSWER_WITHIN_MS, undefined, { ref: false })]);
      if (known) throw known;
    },
  };
}
