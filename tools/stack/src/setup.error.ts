/** The machine or the environment lacks something; the message is one line that says what to do about it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
