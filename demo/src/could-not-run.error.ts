/** The demo could not come to a verdict; the message is for the person at the terminal. */
export class CouldNotRunError extends Error {
  override readonly name = 'CouldNotRunError';
}
