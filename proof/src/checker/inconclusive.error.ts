/** The truth could not be read, so nothing can be said of it: exit code 2, never 0 and never 1. */
export class InconclusiveError extends Error {
  override readonly name = 'InconclusiveError';
  readonly source: string;

  constructor(source: string, reason: unknown) {
    super(`${source} could not be read: ${describe(reason)}`, { cause: reason });
    this.source = source;
  }
}

/** Runs one reader; whatever it throws says which source was not read. */
export async function readSource<T>(source: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof InconclusiveError ? error : new InconclusiveError(source, error);
  }
}

/** `fetch failed` and an AggregateError say nothing by themselves: what caused them does. */
const describe = (reason: unknown): string => {
  if (!(reason instanceof Error)) return String(reason);
  if (reason instanceof AggregateError && reason.message === '') return reason.errors.map(describe).join('; ');
  const cause = reason.cause instanceof Error ? ` (${describe(reason.cause)})` : '';
  return `${reason.message || reason.name}${cause}`;
};
