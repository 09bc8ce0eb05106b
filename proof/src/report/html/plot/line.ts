import type { Scale } from './scale.ts';

/** Half the dash that a single value is drawn as; a dot of the line's own width would hardly be seen. */
const HALF_DASH = 2;

/** A line through the known values. An unknown one interrupts it; a value between two unknown ones is a dash. */
export function linePath(values: readonly (number | null)[], xs: readonly number[], y: Scale): string {
  const isKnown = (index: number): boolean => (values[index] ?? null) !== null;
  return values
    .map((value, index) => {
      if (value === null) return '';
      const x = xs[index] ?? 0;
      if (isKnown(index - 1)) return `L${x} ${y(value)}`;
      return isKnown(index + 1) ? `M${x} ${y(value)}` : `M${x - HALF_DASH} ${y(value)}h${2 * HALF_DASH}`;
    })
    .join('');
}
