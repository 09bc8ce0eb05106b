import type { FaultContext } from '../faults/fault-context.ts';

export type TranscriptContext = Pick<
  FaultContext,
  'targets' | 'processes' | 'provider' | 'failpoints' | 'load' | 'signal'
> & { readonly seed: string };

/** One thing that the stack does, as readable text of what went over the wire and of what was left in the stores. */
export interface Transcript {
  readonly title: string;
  /** @throws Error when the stack did something else than the title says: nothing is ever told that was not seen */
  readonly make: (context: TranscriptContext) => Promise<string>;
}
