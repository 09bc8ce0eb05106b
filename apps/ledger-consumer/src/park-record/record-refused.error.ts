import type { ParkReason } from './park-reason.ts';

/** A record that the ledger refuses by a rule of its own: trying again can't help, so it is parked at once. */
export class RecordRefusedError extends Error {
  override readonly name = 'RecordRefusedError';
  readonly reason: ParkReason;

  constructor(reason: ParkReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
