import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordEntry } from '../core/record-entry.ts';
import type { Log } from '../log.ts';
import type { AppendOnlyFile } from './group-commit.ts';
import { JournalCorruptError } from './journal-corrupt.error.ts';
import { decodeLine } from './journal-line.ts';
import { Journal } from './journal.ts';
import { splitLines } from './split-lines.ts';

/** The format is part of the name: a later format gets a new one, and never misreads this. */
export const JOURNAL_FILE = 'effects.v1.ndjson';

export interface OpenJournalOptions {
  readonly dataDir: string;
  readonly onEntry: (entry: RecordEntry) => void;
  readonly onFailure: (error: Error) => void;
  readonly log: Log;
}

/** Replays the journal of a data folder into `onEntry`, repairs a torn end, and opens it for appending. */
export async function openJournal(options: OpenJournalOptions): Promise<Journal> {
  const path = join(options.dataDir, JOURNAL_FILE);
  const handle = await open(path, 'a', 0o600);
  try {
    const { lineCount, intactBytes, tornBytes } = await replay(path, options.onEntry);
    if (tornBytes > 0) {
      await handle.truncate(intactBytes);
      options.log('warn', `dropped ${tornBytes} bytes of a write cut short after line ${lineCount}`, { path });
    }
    await handle.sync();
    await syncFolder(options.dataDir);
    return new Journal(appendOnly(handle), lineCount, options.onFailure);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function replay(path: string, onEntry: (entry: RecordEntry) => void) {
  const progress = { lineCount: 0, intactBytes: 0, tornBytes: 0 };
  for await (const { text, endOffset, isComplete } of splitLines(createReadStream(path))) {
    if (!isComplete) return { ...progress, tornBytes: endOffset - progress.intactBytes };
    progress.lineCount += 1;
    progress.intactBytes = endOffset;
    replayLine(text, progress.lineCount, onEntry);
  }
  return progress;
}

function replayLine(text: string, lineNumber: number, onEntry: (entry: RecordEntry) => void): void {
  const entry = decodeLine(text, lineNumber);
  try {
    onEntry(entry);
  } catch (cause) {
    throw new JournalCorruptError(lineNumber, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function appendOnly(handle: FileHandle): AppendOnlyFile {
  return {
    append: (text) => handle.appendFile(text, 'utf8'),
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}

/** A new file survives a power cut only if its folder was synced too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
