/** One row of a table: cells of text, or a line of its own that takes the whole width. */
export type Row = readonly string[] | string;

/** A column is as wide as its widest cell, up to here; a longer cell pushes the rest of its row aside. */
const MAX_COLUMN = 64;

export interface ColumnOptions {
  readonly indent: string;
  /** Columns of numbers, by index. */
  readonly right?: readonly number[];
}

/** Aligns plain cells; paint afterwards, for escapes have no width. */
export function columns(rows: readonly Row[], { indent, right = [] }: ColumnOptions): string[] {
  const widths: number[] = [];
  for (const row of rows) if (typeof row !== 'string') row.forEach((cell, index) => widen(widths, index, cell));
  return rows.map((row) => {
    if (typeof row === 'string') return indent + row;
    const cells = row.map((cell, index) => {
      const width = widths[index] ?? 0;
      return right.includes(index) ? cell.padStart(width) : cell.padEnd(width);
    });
    return (indent + cells.join('  ')).trimEnd();
  });
}

function widen(widths: number[], index: number, cell: string): void {
  widths[index] = Math.max(widths[index] ?? 0, Math.min(cell.length, MAX_COLUMN));
}
