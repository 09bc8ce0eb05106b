const STEPS_S = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 21_600, 86_400];
const MAX_INTERVALS = 6;

/** Round times from 0 to `endMs`, in milliseconds. */
export function timeTicks(endMs: number): number[] {
  const seconds = endMs / 1_000;
  const step = STEPS_S.find((candidate) => seconds / candidate <= MAX_INTERVALS) ?? Math.ceil(seconds / MAX_INTERVALS);
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step * 1_000);
}
