import type { JudgedResult, Verdict } from '../model/finding.ts';
import { INVARIANTS } from './invariants/index.ts';
import type { Examination, Invariant } from './invariants/invariant.ts';
import type { World } from './world.ts';

/** Holds the world against every invariant that must hold now. */
export const judgeWorld = (world: World, invariants: readonly Invariant[] = INVARIANTS): JudgedResult[] =>
  invariants
    .filter(({ checkedAt }) => world.at === 'drained' || checkedAt === 'always')
    .map((invariant) => judge(invariant, world));

const judge = (invariant: Invariant, world: World): JudgedResult => {
  const { name, law, checkedAt } = invariant;
  const examination = invariant.check(world);
  const { examined, breaches } = examination;
  const findings = breaches.map(({ detail, subject }) => ({ invariant: name, detail, subject }));
  return { invariant: name, law, checkedAt, examined, findings, verdict: verdictOf(examination, invariant, world) };
};

/** In the middle of a run there may be nothing to see yet; at its end that is a gap in the proof. */
const verdictOf = ({ examined, breaches }: Examination, { expected }: Invariant, world: World): Verdict => {
  if (breaches.length > 0) return 'broken';
  if (examined > 0) return 'held';
  return world.at === 'drained' && expected(world) > 0 ? 'not_shown' : 'no_case';
};
