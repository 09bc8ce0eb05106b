import { z } from 'zod';
import type { Behaviour } from '../behaviour.ts';
import { MAX_FAULTS, type FaultBook } from './fault-book.ts';
import { ALLOWED_FAULTS, faultSchema } from './fault-schema.ts';

const faultsSchema = z.array(faultSchema).max(MAX_FAULTS);

/** The faults of the control document; `book` is also reached one fault at a time, under /control/faults. */
export function faultsBehaviour(book: FaultBook): Behaviour {
  return {
    name: 'faults',
    schema: faultsSchema,
    allowed: `faults: at most ${MAX_FAULTS} of ${ALLOWED_FAULTS}`,
    activate(value = [], run) {
      book.replace(faultsSchema.parse(value), run);
      return {
        get setting() {
          return book.settings();
        },
        beforeEffect: (context) => book.strike('before_effect', context),
        alter: (decided, payment, context) => book.alter(decided, payment, context),
        afterEffect: (context) => book.strike('after_effect', context),
        onLookup: (context) => book.strike('lookup', context),
      };
    },
  };
}
