/** Preloaded into one process (`--import`): its clock is wrong by ONCE_CLOCK_SKEW_MS. Timers are not of the clock. */
const skewMs = Number(process.env['ONCE_CLOCK_SKEW_MS']);
if (!Number.isSafeInteger(skewMs)) throw new Error('ONCE_CLOCK_SKEW_MS: give milliseconds');

const RealDate = Date;

class SkewedDate extends RealDate {
  constructor(...given: unknown[]) {
    // As Date itself: without an argument it is the time now.
    if (given.length === 0) super(RealDate.now() + skewMs);
    else super(...(given as ConstructorParameters<typeof RealDate>));
  }

  static override now(): number {
    return RealDate.now() + skewMs;
  }
}

globalThis.Date = SkewedDate as DateConstructor;
