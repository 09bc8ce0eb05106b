/** A value, or an increase per sample, and for how many samples. */
export type Phase = readonly [value: number, samples: number];

/** A gauge that stays at each value for so many samples, in promtool's notation. */
export const levels = (...phases: readonly Phase[]): string =>
  phases.map(([value, samples]) => `${value}+0x${samples - 1}`).join(' ');

/** A counter from 0 that rises by so much at each sample. */
export function counts(...phases: readonly Phase[]): string {
  let total = 0;
  const segments = phases.map(([step, samples]) => {
    const segment = `${total + step}+${step}x${samples - 1}`;
    total += step * samples;
    return segment;
  });
  return ['0', ...segments].join(' ');
}

/** Rises or falls from where the phase before it ended. */
export function slopes(...phases: readonly Phase[]): string {
  return counts(...phases).replaceAll('+-', '-');
}

/** Not there for so many samples, then what follows. */
export const after = (samples: number, notation: string): string => `_x${samples - 1} ${notation}`;
