import { problemCodeOf } from './problem-code.ts';

/** What an answer says beyond its status. */
export interface TappedAnswer {
  readonly isReplay: boolean;
  /** Code of a problem answer. */
  readonly code: string | null;
}

const NOTHING: TappedAnswer = { isReplay: false, code: null };

/** Listens in on the answers of one call, whose attempts follow each other: the client's records hold only statuses. */
export class AnswerTap {
  #latest = NOTHING;

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    this.#latest = NOTHING;
    const response = await globalThis.fetch(input, init);
    const isReplay = response.headers.get('idempotent-replayed') === 'true';
    if (response.status < 400) {
      this.#latest = { isReplay, code: null };
      return response;
    }
    // Read here and handed on whole; a body that breaks off is then a lost answer for the client as well.
    const bytes = await response.arrayBuffer();
    this.#latest = { isReplay, code: problemCodeOf(new TextDecoder().decode(bytes)) };
    return new Response(bytes, response);
  };

  /** Of the attempt that ended last. */
  get latest(): TappedAnswer {
    return this.#latest;
  }
}
