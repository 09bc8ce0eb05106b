/** A process does not come up or can't be kept up; the message ends with the last lines of its log. */
export class ProcessFailedError extends Error {
  override readonly name = 'ProcessFailedError';
  readonly processName: string;

  constructor(processName: string, what: string, logTail: string) {
    super(`${processName} ${what}; its log ends with:\n${logTail || '(nothing)'}`);
    this.processName = processName;
  }
}
