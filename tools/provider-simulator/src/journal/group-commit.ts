/** What the group commit writes to; a parameter, so that the order of writes, syncs and answers can be tested. */
export interface AppendOnlyFile {
  append(text: string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Many writers, one disk: everything appended while a sync runs goes out together with the next one. A promise of
 * `append` resolves only when its text is on the disk, so whoever waits for it may answer.
 *
 * If we crash here: between append and sync the text may be there, whole, cut short or not at all. Recovery: the
 * reader drops what is cut short. Duplicate effect prevented by: nobody was answered, and a resend has the same key.
 */
export class GroupCommit {
  readonly #file: AppendOnlyFile;
  readonly #onFailure: (error: Error) => void;
  #pending: string[] = [];
  #nextCommit = Promise.withResolvers<void>();
  #lastCommit: Promise<void> = Promise.resolve();
  #isFlushing = false;
  #failure: Error | undefined;

  constructor(file: AppendOnlyFile, onFailure: (error: Error) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  append(text: string): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#pending.push(text);
    this.#lastCommit = this.#nextCommit.promise;
    this.#startFlushing();
    return this.#lastCommit;
  }

  /** Resolves when all that was appended so far is durable; a reader waits for it before it shows anything. */
  durable(): Promise<void> {
    return this.#failure === undefined ? this.#lastCommit : Promise.reject(this.#failure);
  }

  async close(): Promise<void> {
    // A failure was already reported through onFailure; closing has to close the file all the same.
    await Promise.allSettled([this.#lastCommit]);
    await this.#file.close();
  }

  #startFlushing(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    // One turn of the event loop later, so that all requests that were read in this turn share the first sync too.
    setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      const commit = this.#nextCommit;
      const text = this.#pending.join('');
      this.#pending = [];
      this.#nextCommit = Promise.withResolvers();
      try {
        await this.#file.append(text);
        await this.#file.sync();
        commit.resolve();
      } catch (cause) {
        this.#fail(commit, new Error('the journal cannot be written', { cause }));
      }
    }
    this.#isFlushing = false;
  }

  /**
   * For good: after a failed sync nobody knows what is on the disk, and a second sync may report a success that it
   * did not have. A restart reads what is really there.
   */
  #fail(commit: PromiseWithResolvers<void>, failure: Error): void {
    this.#failure = failure;
    commit.reject(failure);
    if (this.#pending.length > 0) this.#nextCommit.reject(failure);
    this.#pending = [];
    this.#onFailure(failure);
  }
}
