import type { Pool } from 'pg';
import { DEMANDED_SETTINGS, findWrongSettings } from './find-wrong-settings.ts';
import { readSettings } from './read-settings.sql.ts';

/** The settings under which our statements run are not what they must be; the message names each that is wrong. */
export class UnsafeSettingsError extends Error {
  override readonly name = 'UnsafeSettingsError';
}

/** Asks the server for what our transactions run with. @throws UnsafeSettingsError; any error of the connection. */
export async function assertSafeSettings(pool: Pool): Promise<void> {
  const wrong = findWrongSettings(await readSettings(pool, DEMANDED_SETTINGS));
  if (wrong.length > 0) throw new UnsafeSettingsError(wrong.join('; '));
}
