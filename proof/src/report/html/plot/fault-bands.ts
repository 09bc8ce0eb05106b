import type { RunRecord } from '../../../model/run-record.ts';
import { html, type Html } from '../html.ts';
import { PLOT } from './plot-area.ts';
import { rounded, type Scale } from './scale.ts';

/** A fault's window in units of the chart. */
export interface Band {
  /** As the table of faults numbers it, from 1. */
  readonly number: number;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A moment is widened to what can be seen. */
const MIN_WIDTH = 2;
/** Numbers nearer than this would stand on each other; their windows are still named when pointed at. */
const LABEL_WIDTH = 15;
/** A fault that comes again and again needs its number less often. */
const SAME_LABEL_WIDTH = 60;

/** Of the faults that come and go: those of the whole run would shade all of it, one upon the other. */
export function bandsOf({ faults, schedule }: Pick<RunRecord, 'faults' | 'schedule'>, x: Scale): Band[] {
  const wholeRun = new Set(schedule.filter(({ lane }) => lane === 'whole_run').map(({ name }) => name));
  return faults
    .flatMap(({ name, windows }, index) =>
      (wholeRun.has(name) ? [] : windows).map(({ fromMs, toMs }) => {
        const from = x(fromMs);
        return { number: index + 1, name, from, to: Math.max(x(toMs), rounded(from + MIN_WIDTH)) };
      }),
    )
    .sort((left, right) => left.from - right.from);
}

/** Shaded, the fault's number above; as far as they do not stand on each other. */
export function faultBands(bands: readonly Band[]): Html[] {
  let last = { number: 0, at: Number.NEGATIVE_INFINITY };
  return bands.map(({ number, from, to }) => {
    const middle = rounded((from + to) / 2);
    const hasLabel = middle - last.at >= (number === last.number ? SAME_LABEL_WIDTH : LABEL_WIDTH);
    if (hasLabel) last = { number, at: middle };
    const height = PLOT.bottom - PLOT.top;
    return html`<rect class="band" x="${from}" y="${PLOT.top}" width="${rounded(to - from)}" height="${height}" />${
        hasLabel ? html`<text class="tick x mark" x="${middle}" y="${PLOT.top - 6}">${number}</text>` : null
      }`;
  });
}
