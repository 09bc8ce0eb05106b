import type { CheckedAt } from '../../model/finding.ts';
import type { World } from '../world.ts';

/** A law about a run, and the check of it. */
export interface Invariant {
  readonly name: string;
  /** One sentence that stays true to the letter, for the report. */
  readonly law: string;
  readonly checkedAt: CheckedAt;
  /**
   * How many of the things that `check` looks at the run must have had, by a source that the check does not start from:
   * a check that looks at nothing where there should have been something has shown nothing.
   */
  readonly expected: (world: World) => number;
  readonly check: (world: World) => Examination;
}

export interface Examination {
  readonly examined: number;
  readonly breaches: readonly Breach[];
}

export interface Breach {
  /** What was expected and what was there. */
  readonly detail: string;
  /** Ids that lead to it. */
  readonly subject: Readonly<Record<string, string>>;
}

/** Looks at each of `things`; what `judge` returns is what is wrong with it. */
export const examineEach = <T>(
  things: readonly T[],
  judge: (thing: T) => Breach | readonly Breach[] | undefined,
): Examination => ({
  examined: things.length,
  breaches: things.flatMap((thing) => judge(thing) ?? []),
});

/** `expected … , found …`, where they differ. */
export const differing = (what: string, expected: unknown, found: unknown): string =>
  `${what}: expected ${String(expected)}, found ${String(found)}`;

export const listed = (values: readonly string[]): string => (values.length === 0 ? 'nothing' : values.join(', '));
