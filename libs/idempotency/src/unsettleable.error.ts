/**
 * Thrown by `settleInTx`: the end that was found can't be true as it stands, however often it is written. The operation
 * then waits for a person, with this message; the others of its batch are not touched.
 */
export class UnsettleableError extends Error {
  override readonly name = 'UnsettleableError';
}
