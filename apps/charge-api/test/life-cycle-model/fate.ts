/** What the provider does to one call that moves money, besides answering it. */
export type Fault =
  | 'slow'
  | 'effect_then_drop'
  | 'effect_then_500'
  | 'effect_then_503'
  | 'refused_429'
  | 'refused_503'
  | 'dropped_before_effect';

/** What becomes of the worker that makes the call: it ends there for good, or stands still until it is woken. */
export type WorkerFate = 'dies_before' | 'dies_meanwhile' | 'dies_after' | 'stops_before' | 'stops_after';

export type CallFate = 'answered' | Fault | WorkerFate;

/** What becomes of a question for a provider key. */
export type LookFate = 'answered' | 'inconclusive' | 'dies';

/** The fates of one operation, one for each call and each question, in their order; what comes after them goes well. */
export interface Plan {
  calls: CallFate[];
  looks: LookFate[];
}

/** Later workers die where a first one would stand still: a sweep waits for those that it has started. */
export const fateOfSuccessor = (fate: CallFate): CallFate => {
  if (fate === 'stops_before') return 'dies_before';
  return fate === 'stops_after' ? 'dies_after' : fate;
};
