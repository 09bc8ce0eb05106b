import { Injectable } from '@nestjs/common';
import { ExpireCharges } from '../expire-charge/expire-charges.ts';
import { AbandonOperations } from './abandon-operations.ts';
import { SweepLoops } from './sweep-loops.ts';

/** Giving up and expiring are matters of hours and days: a look each thirty intervals is soon enough. */
const INTERVALS = 30;

/** What comes to its end by the passing of time alone. */
@Injectable()
export class ScheduledEnds {
  constructor(loops: SweepLoops, abandonment: AbandonOperations, expiry: ExpireCharges) {
    loops.add('abandonment', () => abandonment.run(), INTERVALS);
    loops.add('expiry', () => expiry.run(), INTERVALS);
  }
}
