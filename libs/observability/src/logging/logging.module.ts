import type { DynamicModule } from '@nestjs/common';
import { isSpanContextValid, trace } from '@opentelemetry/api';
import { LoggerModule } from 'nestjs-pino';
import { stdSerializers, stdTimeFunctions } from 'pino';
import { currentLogFields } from './log-fields.ts';
import { scrubSecrets } from './scrub-secrets.ts';

export interface LoggingOptions {
  service: string;
  instance: string;
  level: string;
}

/** Paths that never reach a log line, wherever an object with them is logged. */
export const REDACTED_PATHS = [
  'authorization',
  'source',
  'api_key',
  'password',
  '*.authorization',
  '*.source',
  '*.api_key',
  '*.password',
  '*.headers.authorization',
  'headers.authorization',
  'cookie',
  '*.cookie',
  'headers.cookie',
  '*.headers.cookie',
];

/** What Postgres says of a row that it refused: the row itself, with whatever a caller has put into it. */
const OF_THE_ROW = ['detail', 'where', 'internalQuery', 'query', 'parameters', 'driverError'];

/** An error with its cause and stack, and without the values that it was about. */
const withoutRows = (error: Error): object => {
  const serialized: Record<string, unknown> = { ...stdSerializers.err(error) };
  for (const member of OF_THE_ROW) Reflect.deleteProperty(serialized, member);
  return serialized;
};

/** Ids of the active span, so that a log line leads to its trace, and of the request and operation it belongs to. */
const ids = (): object => {
  const active = trace.getActiveSpan()?.spanContext();
  const traceIds = active && isSpanContextValid(active) ? { trace_id: active.traceId, span_id: active.spanId } : {};
  return { ...traceIds, ...currentLogFields() };
};

/** JSON logs on standard output. Request lines come from a Fastify hook, not from middleware, which costs more. */
export const loggingModule = ({ service, instance, level }: LoggingOptions): DynamicModule =>
  LoggerModule.forRoot({
    forRoutes: [],
    pinoHttp: {
      level,
      base: { service, instance },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      mixin: ids,
      serializers: { err: withoutRows },
      hooks: { streamWrite: scrubSecrets },
      autoLogging: false,
    },
  });
