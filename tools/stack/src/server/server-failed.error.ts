import { lastLines } from './server-log.ts';

/** A server or one of its tools did not do its work; the message ends with the last lines of its log. */
export class ServerFailedError extends Error {
  override readonly name = 'ServerFailedError';
  /** All that it wrote since it was started: the cause may stand far above the last lines. */
  readonly log: string;

  constructor(message: string, log: string) {
    super([message, lastLines(log)].filter((part) => part !== '').join('\n'));
    this.log = log;
  }
}
