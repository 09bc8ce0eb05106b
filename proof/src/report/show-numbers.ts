const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

const MS_PER_S = 1_000;
const S_PER_MIN = 60;

/** `18,000`. */
export const grouped = (value: number): string => GROUPED.format(value);

/** `18K`, for an axis. */
export const compact = (value: number): string => COMPACT.format(value);

/** `850 ms`, `4.8 s`, `9 min 52 s`. */
export function duration(ms: number): string {
  if (ms < MS_PER_S) return `${Math.round(ms)} ms`;
  const seconds = ms / MS_PER_S;
  // 59.96 s would be shown as 60.0 s.
  if (seconds < S_PER_MIN - 0.05) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / S_PER_MIN)} min ${whole % S_PER_MIN} s`;
}

/** A moment of the run, `1:05`. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / MS_PER_S);
  return `${Math.floor(seconds / S_PER_MIN)}:${String(seconds % S_PER_MIN).padStart(2, '0')}`;
}
