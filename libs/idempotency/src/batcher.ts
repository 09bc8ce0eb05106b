import { failureCauseOf } from '@once/database';
import { AsyncLocalStorage } from 'node:async_hooks';

export interface BatcherOptions<I, O> {
  /** Runs many items at once and returns their results in the same order. */
  run: (items: readonly I[]) => Promise<O[]>;
  /** Upper bound of items in one statement. */
  maxBatch: number;
  /** Batches under way at the same time; each holds one connection. */
  lanes: number;
  /** Items that share this value never ride in one batch: one statement changes a row only once. */
  exclusiveKeyOf: (item: I) => string;
  /** For measuring: the size of each batch as it leaves. Must not throw. */
  onBatch?: (size: number) => void;
  /** Runs a batch of several, told how to look at what each of its items was submitted in. */
  around?: <T>(contexts: readonly RunInContext[], work: () => Promise<T>) => Promise<T>;
}

/** Runs a function in the asynchronous context (its trace, its log fields) of an earlier moment. */
export type RunInContext = <T>(work: () => T) => T;

interface Waiting<I, O> {
  item: I;
  resolve: (output: O) => void;
  reject: (error: unknown) => void;
  inItsContext: RunInContext;
}

/**
 * Lets operations of the same moment share their statements. Nothing waits for company: a batch leaves as soon as a
 * lane is free and takes what has come by then, so an idle service runs batches of one.
 * The queue is bounded by its callers: an item waits only while its operation holds an admission slot.
 */
export class Batcher<I, O> {
  private readonly queue: Waiting<I, O>[] = [];
  private busyLanes = 0;
  private readonly options: BatcherOptions<I, O>;
  /** Of nobody's request: a batch of several must not be taken for the work of whichever came first. */
  private readonly outside: RunInContext = AsyncLocalStorage.snapshot();

  constructor(options: BatcherOptions<I, O>) {
    this.options = options;
  }

  submit(item: I): Promise<O> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject, inItsContext: AsyncLocalStorage.snapshot() });
      this.dispatch();
    });
  }

  private dispatch(): void {
    while (this.busyLanes < this.options.lanes && this.queue.length > 0) {
      const batch = this.takeBatch();
      this.busyLanes += 1;
      void this.runBatch(batch).finally(() => {
        this.busyLanes -= 1;
        this.dispatch();
      });
    }
  }

  private takeBatch(): Waiting<I, O>[] {
    const taken: Waiting<I, O>[] = [];
    const left: Waiting<I, O>[] = [];
    const keys = new Set<string>();
    for (const waiting of this.queue) {
      const key = this.options.exclusiveKeyOf(waiting.item);
      const fits = taken.length < this.options.maxBatch && !keys.has(key);
      keys.add(key);
      (fits ? taken : left).push(waiting);
    }
    this.queue.splice(0, this.queue.length, ...left);
    return taken;
  }

  private async runBatch(batch: Waiting<I, O>[]): Promise<void> {
    this.options.onBatch?.(batch.length);
    try {
      const outputs = await this.runInContext(batch);
      if (outputs.length !== batch.length) throw new Error(`${outputs.length} results for ${batch.length} items`);
      outputs.forEach((output, index) => batch[index]?.resolve(output));
    } catch (error) {
      await this.failBatch(batch, error);
    }
  }

  private runInContext(batch: Waiting<I, O>[]): Promise<O[]> {
    const run = () => this.options.run(batch.map(({ item }) => item));
    const [only, ...others] = batch;
    if (only && others.length === 0) return only.inItsContext(run);
    const { around } = this.options;
    const contexts = batch.map(({ inItsContext }) => inItsContext);
    return this.outside(() => (around ? around(contexts, run) : run()));
  }

  /**
   * One bad row fails alone: the others are run again one by one. During an outage all of them fail at once instead,
   * because a second round would only add load to a database that is down. A deadlock is no outage but our own doing.
   */
  private async failBatch(batch: Waiting<I, O>[], error: unknown): Promise<void> {
    const isDeadlock = error instanceof Error && 'code' in error && error.code === '40P01';
    if (batch.length === 1 || (failureCauseOf(error) === 'outage' && !isDeadlock)) {
      batch.forEach(({ reject }) => reject(error));
      return;
    }
    for (const waiting of batch) await this.runBatch([waiting]);
  }
}
