import type { Random } from '@once/retry-policy';

/** The first look after work: more is likely to follow. */
const SHORTEST_MS = 5;
/** The longest an event can wait when its wake is lost. Five small queries a second keep an idle relay idle. */
const LONGEST_MS = 200;

/** How long to wait before looking again: at once while there is work, twice as long after each look that found none. */
export class PollPace {
  private boundMs = SHORTEST_MS;

  constructor(private readonly random: Random) {}

  busy(): number {
    this.boundMs = SHORTEST_MS;
    return 0;
  }

  /** Half of the bound is random, so that several relays do not poll in step. */
  idle(): number {
    const waitMs = this.boundMs * (0.5 + 0.5 * this.random());
    this.boundMs = Math.min(LONGEST_MS, this.boundMs * 2);
    return waitMs;
  }
}
