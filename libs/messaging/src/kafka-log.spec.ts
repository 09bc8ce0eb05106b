import { describe, expect, it } from '@jest/globals';
import { logLevel, type LogEntry } from 'kafkajs';
import { kafkaLogCreator, type KafkaLogger } from './kafka-log.ts';

const linesOf = (entry: Pick<LogEntry, 'level' | 'log'>): unknown[] => {
  const lines: unknown[] = [];
  const at = (level: string) => (fields: object, message: string) => void lines.push({ ...fields, level, message });
  const logger: KafkaLogger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  kafkaLogCreator(logger)(logLevel.INFO)({ ...entry, namespace: 'Producer', label: '' });
  return lines;
};
const log = (message: string, fields: object = {}) => ({ message, timestamp: 'then', ...fields }) as LogEntry['log'];

describe('kafkaLogCreator', () => {
  it('keeps the fields and names the part of kafkajs, without its time stamp', () => {
    expect(linesOf({ level: logLevel.WARN, log: log('slow', { broker: 'b' }) })).toEqual([
      { level: 'warn', message: 'slow', broker: 'b', kafkajs: 'Producer' },
    ]);
  });

  it('does not call an error what kafkajs goes on to retry', () => {
    expect(linesOf({ level: logLevel.ERROR, log: log('timed out', { retryCount: 0 }) })).toMatchObject([
      { level: 'warn' },
    ]);
    expect(linesOf({ level: logLevel.ERROR, log: log('crashed') })).toMatchObject([{ level: 'error' }]);
  });
});
