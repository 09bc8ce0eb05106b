/** Names of errors at which kafkajs gives a consumer up for good. Source: kafkajs 2.2.4, src/retry/index.js. */
const FATAL_TO_KAFKAJS = new Set(['RangeError', 'ReferenceError', 'SyntaxError', 'TypeError']);

/** A bug in the batch loop, under a name at which kafkajs tries again instead of dying in silence. */
export class BatchFailedError extends Error {
  override readonly name = 'BatchFailedError';
}

/** Lets every failure through to kafkajs in a form after which the consumer still lives. */
export async function keepRetriable(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && !FATAL_TO_KAFKAJS.has(error.name)) throw error;
    throw new BatchFailedError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
