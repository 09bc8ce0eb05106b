import { logLevel, type LogEntry, type logCreator } from 'kafkajs';

/** What we need of a logger; pino and nestjs-pino have this shape. */
export interface KafkaLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

type Level = keyof KafkaLogger;

const LEVELS: Record<logLevel, Level> = {
  [logLevel.NOTHING]: 'debug',
  [logLevel.ERROR]: 'error',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'info',
  [logLevel.DEBUG]: 'debug',
};

/** Printed for each idempotent producer; it suggests endless retries, which our re-created producers replace. */
const NOT_NEWS = /^Limiting retries for the idempotent producer/;

const levelOf = ({ level, log }: LogEntry): Level => {
  if (NOT_NEWS.test(log.message)) return 'debug';
  // kafkajs logs at error each failure that it goes on to retry; the caller logs what is left in the end.
  return level === logLevel.ERROR && 'retryCount' in log ? 'warn' : LEVELS[level];
};

/** Sends kafkajs's log lines to the service's own logger. */
export function kafkaLogCreator(logger: KafkaLogger): logCreator {
  return () => (entry) => {
    // The logger stamps its own time.
    const fields = { ...entry.log, message: undefined, timestamp: undefined, kafkajs: entry.namespace };
    logger[levelOf(entry)](fields, entry.log.message);
  };
}
