/**
 * Runs tasks side by side. When one fails the others are told by the signal, and only when all have ended is the first
 * failure thrown: nothing is still at work while the caller cleans up.
 */
export async function inParallel<T extends readonly unknown[]>(
  signal: AbortSignal,
  tasks: { readonly [K in keyof T]: (signal: AbortSignal) => Promise<T[K]> },
): Promise<T> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const outcomes = await Promise.allSettled(
    tasks.map((task) =>
      task(either).catch((error: unknown) => {
        failure.abort(error);
        throw error;
      }),
    ),
  );
  signal.throwIfAborted();
  failure.signal.throwIfAborted();
  return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : undefined)) as unknown as T;
}
