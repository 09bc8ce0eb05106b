/**
 * The connection was lost between sending COMMIT and its reply: the transaction may or may not have happened.
 * Never treat it as a rollback. Read the truth back (by key and claim id, by event id) before deciding anything.
 */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError';

  constructor(cause: unknown) {
    super('the reply to COMMIT was lost: the outcome of the transaction is unknown', { cause });
  }
}
