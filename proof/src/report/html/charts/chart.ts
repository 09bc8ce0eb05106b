import type { Html } from '../html.ts';
import type { Band } from '../plot/fault-bands.ts';

/** What a reader sees of a chart by pointing at it, and in its table: the same values. */
export interface ChartValues {
  /** What the first column of the table is. */
  readonly along: string;
  /** Middle of each value, in units of the chart. */
  readonly xs: readonly number[];
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly unit: string;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** How to read it, in a sentence or two. */
  readonly note: string;
  readonly legend: readonly LegendItem[];
  readonly drawing: readonly Html[];
  readonly bands: readonly Band[];
  readonly values: ChartValues;
}

/** `slot` is the colour and dash of a line; bars and areas have a look of their own. */
export interface LegendItem {
  readonly name: string;
  readonly look: `line s${1 | 2 | 3 | 4 | 5 | 6}` | 'line s1 wide' | 'bar' | 'envelope' | 'expected' | 'limit' | 'band';
}
