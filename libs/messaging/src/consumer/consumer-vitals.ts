export interface VitalsOptions {
  /** Longest time without a finished fetch or a heartbeat that still counts as alive, milliseconds. */
  readonly aliveWithinMs: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/**
 * Signs of life of a consumer. A kafkajs consumer can be dead inside a process that lives: it stops fetching and says
 * nothing more. So life is measured by what it did last, not by whether it complained.
 */
export class ConsumerVitals {
  private lastFetchAt: number | undefined;
  private lastHeartbeatAt: number | undefined;
  private deathReason: string | undefined;

  constructor(private readonly options: VitalsOptions) {}

  joined(): void {
    this.deathReason = undefined;
    this.lastFetchAt = this.lastHeartbeatAt = this.options.now();
  }

  fetched(): void {
    this.lastFetchAt = this.options.now();
  }

  heartbeat(): void {
    this.lastHeartbeatAt = this.options.now();
  }

  died(reason: string): void {
    this.deathReason = reason;
  }

  /** @throws Error that says what is missing, for a readiness check. */
  assertAlive(): void {
    if (this.deathReason !== undefined) throw new Error(`the consumer is not running: ${this.deathReason}`);
    this.assertRecent('fetch', this.lastFetchAt);
    // A fetch that kafkajs recovered from counts as finished even while the broker is away; a heartbeat does not.
    this.assertRecent('heartbeat', this.lastHeartbeatAt);
  }

  private assertRecent(sign: string, at: number | undefined): void {
    if (at === undefined) throw new Error('the consumer has not joined its group yet');
    const ageMs = Math.round(this.options.now() - at);
    if (ageMs > this.options.aliveWithinMs) {
      throw new Error(`the last ${sign} was ${ageMs} ms ago, more than ${this.options.aliveWithinMs} ms`);
    }
  }
}
