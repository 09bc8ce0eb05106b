import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { describeIssues } from '../describe-issues.ts';
import { recordEntrySchema, type RecordEntry } from '../core/record-entry.ts';
import { JournalCorruptError } from './journal-corrupt.error.ts';

const CHECKSUM = /,"crc32":"([0-9a-f]{8})"\}$/;

/**
 * One line of the journal: the entry, its line number (a line that is missing or there twice is noticed) and a
 * checksum over the rest (a flipped digit of an amount is still JSON, but no longer what was written).
 */
export function encodeLine(entry: RecordEntry, lineNumber: number): string {
  const json = JSON.stringify({ line: lineNumber, ...entry });
  return `${json.slice(0, -1)},"crc32":"${checksumOf(json)}"}\n`;
}

/** Reads a line back; `text` comes without its line feed. Throws JournalCorruptError on anything but what was written. */
export function decodeLine(text: string, lineNumber: number): RecordEntry {
  const checksum = CHECKSUM.exec(text);
  if (checksum === null) throw new JournalCorruptError(lineNumber, 'it does not end with a checksum');
  const json = `${text.slice(0, checksum.index)}}`;
  if (checksumOf(json) !== checksum[1]) throw new JournalCorruptError(lineNumber, 'its checksum does not match');
  const { line, ...rest } = parseObject(json, lineNumber);
  if (line !== lineNumber) throw new JournalCorruptError(lineNumber, `it calls itself line ${String(line)}`);
  const entry = recordEntrySchema.safeParse(rest);
  if (!entry.success) throw new JournalCorruptError(lineNumber, describeIssues(entry.error));
  return entry.data;
}

function parseObject(json: string, lineNumber: number): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch (cause) {
    throw new JournalCorruptError(lineNumber, 'it is not a JSON object', { cause });
  }
}

function checksumOf(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
