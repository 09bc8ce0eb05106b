/** A scrape is given up by Prometheus after 10 s by default; what is not there by now is left out. */
export const READ_DEADLINE_MS = 4_000;

/**
 * Reads rows for a scrape, bounded in time, and never shows what was read before the scrape came: who looks at the rows
 * and then scrapes must not be told of an earlier state. Scrapes that come while a read is under way share the next one,
 * so that a slow or hanging database holds one connection, not all.
 */
export class RowReader<T> {
  private running: Promise<T> | undefined;
  private next: Promise<T> | undefined;

  constructor(private readonly read: () => Promise<T>) {}

  /** @throws Error when the rows can't be read in time. */
  value(): Promise<T> {
    return within(READ_DEADLINE_MS, this.running ? this.readAfter(this.running) : this.readNow());
  }

  private readNow(): Promise<T> {
    const reading = this.read().finally(() => {
      this.running = undefined;
    });
    this.running = reading;
    return reading;
  }

  private readAfter(running: Promise<T>): Promise<T> {
    this.next ??= running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        return this.readNow();
      });
    return this.next;
  }
}

const within = async <T>(limitMs: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not read within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
