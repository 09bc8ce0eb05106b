import { readFile } from 'node:fs/promises';
import { readSource } from '../../inconclusive.error.ts';
import { CallLogBuilder } from './call-log-builder.ts';
import type { CallLog } from './call-log.ts';
import { BadLineError } from './field.ts';
import { parseHistoryLine } from './parse-history-line.ts';

export interface HistoryOptions {
  /** The clients still write: a last line without its end is left for the next time. */
  readonly isGrowing: boolean;
}

/** @throws InconclusiveError with `file:line: reason` when a line is bad */
export function readHistory(file: string, options: HistoryOptions): Promise<CallLog> {
  return readSource('the history of the clients', async () =>
    parseHistory(await readFile(file, 'utf8'), file, options),
  );
}

/** `file` is for messages only. @throws Error with `file:line: reason` */
export function parseHistory(content: string, file: string, { isGrowing }: HistoryOptions): CallLog {
  const lines = content.split('\n');
  const last = lines.pop() ?? '';
  if (last !== '' && !isGrowing) lines.push(last);
  const builder = new CallLogBuilder();
  lines.forEach((line, index) => {
    try {
      builder.add(parseHistoryLine(line));
    } catch (error) {
      if (!(error instanceof BadLineError)) throw error;
      throw new Error(`${file}:${index + 1}: ${error.message}`);
    }
  });
  return builder.build();
}
