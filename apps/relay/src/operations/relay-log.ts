import type { PinoLogger } from 'nestjs-pino';

/** The part of the logger that the relay's classes use. */
export type RelayLog = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;
