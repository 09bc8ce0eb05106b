import { open, type FileHandle } from 'node:fs/promises';
import type { HistoryEntry } from '../../model/history.ts';

/** The clients wait for what they write, so that only a disk that hangs lets this much collect. */
const MAX_PENDING_CHARACTERS = 64 * 1_048_576;

interface Batch {
  readonly lines: string[];
  readonly written: PromiseWithResolvers<undefined>;
}

/**
 * Writes history.ndjson: entries in the order of `append`, whole lines, many to a write. What `flushed` has waited for
 * outlives this process, however that ends; whoever reads the file of a crash finds at most its last line broken.
 */
export class HistoryWriter {
  readonly #file: FileHandle;
  #next = newBatch();
  #last: Promise<undefined> = Promise.resolve(undefined);
  #pendingCharacters = 0;
  #isWriting = false;
  #failure: Error | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** @throws Error when there is such a file already: two runs in one history could not be told apart */
  static async create(path: string): Promise<HistoryWriter> {
    return new HistoryWriter(await open(path, 'wx'));
  }

  /** Never throws, for it is called where nobody could handle it; `flushed` tells of every failure. */
  append(entry: HistoryEntry): void {
    const line = `${JSON.stringify(entry)}\n`;
    this.#pendingCharacters += line.length;
    if (this.#pendingCharacters > MAX_PENDING_CHARACTERS)
      this.#failure ??= new Error('the disk of the history does not keep up: 64 Mi characters wait to be written');
    this.#next.lines.push(line);
    this.#last = this.#next.written.promise;
    if (!this.#isWriting) void this.#writeAll();
  }

  /** Resolves when all that was appended so far is with the operating system. @throws what kept it from that */
  async flushed(): Promise<void> {
    await this.#last;
    if (this.#failure) throw this.#failure;
  }

  /** Also brings it to the disk. */
  async close(): Promise<void> {
    try {
      await this.flushed();
      await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
  }

  /** One write at a time, each of all that came during the one before. */
  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#next.lines.length > 0) {
      const batch = this.#next;
      this.#next = newBatch();
      await this.#write(batch);
      batch.written.resolve(undefined);
    }
    this.#isWriting = false;
  }

  /** After a failure nothing more is written: a history with a gap would be read as one without. */
  async #write({ lines }: Batch): Promise<void> {
    const text = lines.join('');
    try {
      if (!this.#failure) await this.#file.appendFile(text);
    } catch (cause) {
      this.#failure = new Error(`the history cannot be written: ${String(cause)}`, { cause });
    }
    this.#pendingCharacters -= text.length;
  }
}

const newBatch = (): Batch => ({ lines: [], written: Promise.withResolvers<undefined>() });
