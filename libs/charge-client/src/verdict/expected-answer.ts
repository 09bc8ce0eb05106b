import type { Charge } from '../resources/charge.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** How a success is known for the answer to one call. */
export interface ExpectedAnswer {
  /** Of a success that is not an expired one. */
  readonly status: 200 | 201;
  /**
   * `not_performed`: the answer of an operation that took no effect has expired, and its resource says so.
   * @throws AnswerShapeError for what is no answer to this call
   */
  readonly judgeSuccess: (answer: WholeAnswer) => 'done' | 'not_performed';
  /**
   * The charge of a 202, or of a refusal that has expired. Undefined for a GET, which has neither.
   * @throws AnswerShapeError for a charge that the call is not about
   */
  readonly checkCharge?: ((charge: Charge) => void) | undefined;
}
