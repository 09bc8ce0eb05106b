export interface RowReaderOptions<T> {
  readonly read: () => Promise<T>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** A read that takes longer than this, twice in a row, is dear: a large table, not a bad moment. */
const DEAR_MS = 500;
/** A dear read is repeated after so many times its own length, so that scraping takes 5 % of a connection at most. */
const REST_FACTOR = 20;
const MAX_REST_MS = 120_000;
/** A scrape is given up by Prometheus after 10 s by default; what is not there by now is left out. */
export const READ_DEADLINE_MS = 4_000;

/**
 * Reads rows for a scrape: once for all scrapes that come meanwhile, bounded in time, and less often where it is dear.
 * A read that has not ended is never begun a second time, so that a hanging database holds one connection, not all.
 */
export class RowReader<T> {
  private running: Promise<T> | undefined;
  private dearReads = 0;
  private kept: { value: T; untilMs: number } | undefined;

  constructor(private readonly options: RowReaderOptions<T>) {}

  /** @throws Error when the rows can't be read in time. */
  async value(): Promise<T> {
    if (this.kept && this.options.now() < this.kept.untilMs) return this.kept.value;
    this.running ??= this.readOnce().finally(() => {
      this.running = undefined;
    });
    return within(READ_DEADLINE_MS, this.running);
  }

  private async readOnce(): Promise<T> {
    const startedAt = this.options.now();
    const value = await this.options.read();
    const endedAt = this.options.now();
    const tookMs = endedAt - startedAt;
    this.dearReads = tookMs > DEAR_MS ? this.dearReads + 1 : 0;
    const restMs = this.dearReads > 1 ? Math.min(MAX_REST_MS, tookMs * REST_FACTOR) : 0;
    this.kept = { value, untilMs: endedAt + restMs };
    return value;
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
