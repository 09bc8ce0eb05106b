/** What the outbox needs of its app's logger; pino and nestjs-pino have this shape. */
export interface OutboxLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
