import { CommitUnknownError, failureCauseOf, sqlStateOf, type FailureCause } from '@once/database';

/**
 * Sorts a failed transaction. `outage`: wait, park nothing. `record`: some record's own fault. `other`: a bug of ours.
 *
 * Stricter than the general rule in one point: whatever the server refuses outside the classes 22 and 23 (a login that
 * was changed, a statement whose plan a migration broke) says nothing about a record, so it never parks one.
 */
export function failureOfChunk(error: unknown): FailureCause {
  // The chunk may be committed. Running it again is the way to find out: the inbox knows what was applied.
  if (error instanceof CommitUnknownError) return 'outage';
  const cause = failureCauseOf(error);
  return cause === 'other' && sqlStateOf(error) !== undefined ? 'outage' : cause;
}
