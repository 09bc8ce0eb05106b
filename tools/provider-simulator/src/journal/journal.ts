import type { RecordEntry } from '../core/record-entry.ts';
import { GroupCommit, type AppendOnlyFile } from './group-commit.ts';
import { encodeLine } from './journal-line.ts';

/** The append-only file behind the record. Lines are numbered in the order of `append`. */
export class Journal {
  readonly #commits: GroupCommit;
  #lineNumber: number;

  constructor(file: AppendOnlyFile, lastLineNumber: number, onFailure: (error: Error) => void) {
    this.#commits = new GroupCommit(file, onFailure);
    this.#lineNumber = lastLineNumber;
  }

  /** Resolves when the entry is on the disk. */
  append(entry: RecordEntry): Promise<void> {
    this.#lineNumber += 1;
    return this.#commits.append(encodeLine(entry, this.#lineNumber));
  }

  durable(): Promise<void> {
    return this.#commits.durable();
  }

  close(): Promise<void> {
    return this.#commits.close();
  }
}
