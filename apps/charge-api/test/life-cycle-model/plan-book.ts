import { fateOfSuccessor, type CallFate, type Fault, type LookFate, type Plan } from './fate.ts';

/** One try of one operation. */
export interface WorkerName {
  key: string;
  attempt: number;
}

/** A worker that stands still in the middle of its call, as a stopped process does. */
export interface StoppedWorker extends WorkerName {
  wake(): void;
}

/** The fates that were dealt to the operations of all runs, and what has come of them so far. */
export class PlanBook {
  /** Everything that was met, by name: a model that never met a danger can't pass for one that withstood it. */
  readonly met = new Map<string, number>();
  private readonly called = new Map<string, WorkerName[]>();
  private readonly plans = new Map<string, Plan>();
  private readonly faults = new Map<string, Fault>();
  private readonly inconclusive = new Set<string>();
  private readonly forbidden = new Set<string>();
  /** Calls that were made although nothing may be sent any more. */
  readonly forbiddenCalls = new Set<string>();
  private readonly gone = new Set<string>();
  private readonly inFlight = new Set<Promise<unknown>>();
  private stopped: StoppedWorker[] = [];
  private listeners: (() => void)[] = [];

  /** A copy is kept: a run that is played again finds its plans as they were. */
  deal(key: string, { calls, looks }: Plan): void {
    this.plans.set(key, { calls: [...calls], looks: [...looks] });
  }

  /** What the next call of an operation will meet; `isFirst` when nobody has worked on it yet. */
  nextCall(key: string, isFirst: boolean): CallFate {
    const fate = this.plans.get(key)?.calls[0] ?? 'answered';
    return isFirst ? fate : fateOfSuccessor(fate);
  }

  count(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  /** From now on a call for this operation is one too many, whatever comes of it. */
  forbidCalls(key: string): void {
    this.forbidden.add(key);
  }

  drawCall({ key, attempt }: WorkerName): CallFate {
    if (this.forbidden.has(key)) this.forbiddenCalls.add(key);
    const fate = this.plans.get(key)?.calls.shift() ?? 'answered';
    const drawn = attempt > 1 ? fateOfSuccessor(fate) : fate;
    this.count(`call ${drawn}`);
    return drawn;
  }

  /** A worker is about to call: by now its attempt is committed. */
  noteCall(worker: WorkerName): void {
    this.called.set(worker.key, [...this.callsOf(worker.key), worker]);
  }

  callsOf(key: string): WorkerName[] {
    return this.called.get(key) ?? [];
  }

  drawLook({ key }: WorkerName): LookFate {
    const fate = this.plans.get(key)?.looks.shift() ?? 'answered';
    this.count(`look ${fate}`);
    return fate;
  }

  /** The next call with this key meets the fault at the provider. */
  arm(providerKey: string, fault: Fault): void {
    this.faults.set(providerKey, fault);
  }

  armLook(providerKey: string): void {
    this.inconclusive.add(providerKey);
  }

  takeFault(providerKey: string): Fault | undefined {
    const fault = this.faults.get(providerKey);
    this.faults.delete(providerKey);
    return fault;
  }

  takeLook(providerKey: string): boolean {
    return this.inconclusive.delete(providerKey);
  }

  /** Follows a request whose worker is gone: it may act for as long as it is on its way. */
  follow(request: Promise<unknown>): void {
    const followed = request.finally(() => this.inFlight.delete(followed));
    this.inFlight.add(followed);
  }

  async landed(): Promise<void> {
    await Promise.all(this.inFlight);
  }

  noteDeath({ key, attempt }: WorkerName): void {
    this.gone.add(`${key} ${attempt}`);
    this.tell();
  }

  standStill(worker: WorkerName): Promise<void> {
    return new Promise((resolve) => {
      const stopped: StoppedWorker = {
        ...worker,
        wake: () => {
          this.stopped = this.stopped.filter((other) => other !== stopped);
          resolve();
        },
      };
      this.stopped.push(stopped);
      this.tell();
    });
  }

  stoppedOf(keys: ReadonlySet<string>): StoppedWorker[] {
    return this.stopped.filter(({ key }) => keys.has(key));
  }

  /** True when nobody works on this try any more, or whoever does stands still. */
  isIdle({ key, attempt }: WorkerName): boolean {
    return this.gone.has(`${key} ${attempt}`) || this.stopped.some((one) => one.key === key && one.attempt === attempt);
  }

  /** Resolves when the next worker stops or dies. */
  news(): Promise<void> {
    return new Promise((resolve) => this.listeners.push(resolve));
  }

  private tell(): void {
    for (const listener of this.listeners.splice(0)) listener();
  }
}
