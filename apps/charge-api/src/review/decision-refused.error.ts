import type { ResolveRefusal } from './resolve-outcome.ts';

/** Takes a decision back inside its transaction. */
export class DecisionRefusedError extends Error {
  override readonly name = 'DecisionRefusedError';
  readonly refusal: ResolveRefusal;

  constructor(refusal: ResolveRefusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}
