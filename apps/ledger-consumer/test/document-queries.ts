/** One SQL statement of a document and the result that the document shows below it. */
export interface DocumentQuery {
  /** The first line of the block says where it runs: `-- ledger database` or `-- charge database: what it asks`. */
  database: 'ledger' | 'charge';
  title: string;
  sql: string;
  /** Undefined where the document shows none. */
  result: string | undefined;
}

const BLOCKS = /^```sql\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms;
const HEAD = /^-- (ledger|charge) database: (.+)$/m;

/** Every fenced SQL block of a Markdown document. @throws Error for a block that does not say where it runs */
export function documentQueries(markdown: string): DocumentQuery[] {
  return [...markdown.matchAll(BLOCKS)].map(([, sql = '', result]) => {
    const [, database, title = ''] = HEAD.exec(sql) ?? [];
    if (database !== 'ledger' && database !== 'charge') throw new Error(`no database is named in:\n${sql}`);
    return { database, title, sql, result };
  });
}

const cellText = (value: unknown): string => {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`a document can't show ${JSON.stringify(value)}: cast it to text`);
};

const NUMBER = /^-?[\d.]*$/;

/** Numbers stand at the right of their column, so that their digits are below each other. */
const inColumns = (lines: string[][], isNumber: (index: number) => boolean): string => {
  const widths = (lines[0] ?? []).map((_cell, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const align = (cell: string, index: number): string =>
    isNumber(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  return lines.map((line) => `${line.map(align).join('  ').trimEnd()}\n`).join('');
};

/** Rows as the document writes them: a table, or name and value line by line when there is a single row. */
export function renderRows(columns: string[], rows: Record<string, unknown>[]): string {
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  const [only] = cells;
  if (!only) return '(no rows)\n';
  if (cells.length > 1)
    return inColumns([columns, ...cells], (index) => cells.every((line) => NUMBER.test(line[index] ?? '')));
  return inColumns(
    columns.map((column, index) => [column, only[index] ?? '']),
    () => false,
  );
}
