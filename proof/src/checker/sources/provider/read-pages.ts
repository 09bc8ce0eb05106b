/** A million rows: a run has some ten thousand, and a server whose pages never end must not hold us for ever. */
const MAX_PAGES = 1_000;

export interface Page<T> {
  readonly data: readonly T[];
  readonly has_more: boolean;
}

/** Everything behind `readAfter`, page after page. @throws Error when the pages don't come to an end */
export async function readPages<T extends { readonly sequence: number }>(
  readAfter: (sequence: number) => Promise<Page<T>>,
): Promise<T[]> {
  const rows: T[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const after = rows.at(-1)?.sequence ?? 0;
    const { data, has_more: hasMore } = await readAfter(after);
    rows.push(...data);
    if (!hasMore) return rows;
    if (data.length === 0) throw new Error(`there is said to be more after ${after}, and nothing comes`);
  }
  throw new Error(`there are more than ${MAX_PAGES} pages`);
}
