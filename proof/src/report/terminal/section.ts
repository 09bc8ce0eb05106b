import { columns, type ColumnOptions } from './columns.ts';
import type { Paint, Style } from './paint.ts';

/** A row that says how it stands in a word, so that no reader needs its colour. */
export interface MarkedRow {
  readonly mark: string;
  readonly style: Style;
  readonly cells: readonly string[];
  /** Lines below it. */
  readonly details?: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly rows: readonly MarkedRow[];
  /** Columns of numbers, by index among the cells. */
  readonly right?: ColumnOptions['right'];
}

const MARK_WIDTH = 9;

/** A title and its rows; nothing at all without rows. */
export function sectionLines({ title, rows, right = [] }: Section, paint: Paint): string[] {
  if (rows.length === 0) return [];
  const texts = columns(
    rows.map(({ cells }) => cells.map(visible)),
    { indent: ' ', right },
  );
  const lines = rows.flatMap(({ mark, style, details = [] }, index) => [
    `   ${paint(style, mark.padEnd(MARK_WIDTH))}${texts[index] ?? ''}`,
    ...details.map((detail) => `${' '.repeat(MARK_WIDTH + 4)}${paint(style, visible(detail))}`),
  ]);
  return [`  ${paint('bold', title)}`, ...lines, ''];
}

/** Text of a service may hold control characters, and with them a terminal's escapes. */
export const visible = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
