import { UnexpectedAnswerError } from './errors/error-classes.ts';
import type { Charge } from './resources/charge.ts';
import type { ChargePage, ListChargesInput } from './resources/charge-page.ts';

/** Walks the pages; each is asked for when the one before has been used up. */
export async function* eachChargeOf(
  listPage: (input: ListChargesInput) => Promise<ChargePage>,
  first: ListChargesInput,
): AsyncGenerator<Charge, void, undefined> {
  let startingAfter = first.startingAfter;
  for (;;) {
    const page = await listPage({ ...first, startingAfter });
    yield* page.data;
    const lastId = page.data.at(-1)?.id;
    if (!page.hasMore) {
      return;
    }
    // A cursor that stands still would ask for the same page for ever.
    if (lastId === undefined || lastId === startingAfter) {
      const message = 'eachCharge: the server says that more charges follow, but its page does not lead on';
      throw new UnexpectedAnswerError({ message, code: 'unexpected_answer', retryable: false });
    }
    startingAfter = lastId;
  }
}
