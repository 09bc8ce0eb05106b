import { Injectable } from '@nestjs/common';
import { ExpireCharges } from '../change/expire/expire-charges.ts';
import { AbandonOperations } from './abandon-operations.ts';
import { EmptyEndedInputs } from './empty-ended-inputs.ts';
import { SweepLoops } from './sweep-loops.ts';

/** Giving up and expiring are matters of hours and days: a look each thirty intervals is soon enough. */
const INTERVALS = 30;

/** What comes to its end by the passing of time alone. */
@Injectable()
export class ScheduledEnds {
  constructor(loops: SweepLoops, abandonment: AbandonOperations, expiry: ExpireCharges, inputs: EmptyEndedInputs) {
    loops.add('abandonment', () => abandonment.run(), INTERVALS);
    loops.add('expiry', () => expiry.run(), INTERVALS);
    loops.add('ended inputs', () => inputs.run(), INTERVALS);
  }
}
