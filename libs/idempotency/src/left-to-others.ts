/** For how long a process does not look again at what is another's to finish, milliseconds. */
const LEFT_ALONE_MS = 300_000;

/** As many as a claim may name: beyond it the longest known are met again, at worst as often as anything else. */
const MOST_KEPT = 1_000;

/**
 * Resources whose operations this process met and could not work on. Only a hint, lost with the process: a second look
 * does no harm, but each takes a turn away from those who can finish it.
 */
export class LeftToOthers {
  private readonly untilMs = new Map<string, number>();
  private readonly now: () => number;

  /** @param now milliseconds that only rise */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  add(resourceId: string): void {
    // Last in line again, also when it was there before.
    this.untilMs.delete(resourceId);
    this.untilMs.set(resourceId, this.now() + LEFT_ALONE_MS);
    const [oldest] = this.untilMs.keys();
    if (this.untilMs.size > MOST_KEPT && oldest !== undefined) this.untilMs.delete(oldest);
  }

  ids(): string[] {
    const now = this.now();
    for (const [resourceId, untilMs] of this.untilMs) {
      if (untilMs > now) break;
      this.untilMs.delete(resourceId);
    }
    return [...this.untilMs.keys()];
  }
}
