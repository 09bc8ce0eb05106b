import { problemCodeOf } from './problem-code.ts';

/** What an answer says beyond its status. */
export interface TappedAnswer {
  readonly isReplay: boolean;
  /** Code of a problem answer. */
  readonly code: string | null;
  /** As they came; empty without an answer. */
  readonly bytes: Uint8Array;
}

const NOTHING: TappedAnswer = { isReplay: false, code: null, bytes: new Uint8Array() };

/** Listens in on the answers of one call, whose attempts follow each other: the client's records hold only statuses. */
export class AnswerTap {
  #latest = NOTHING;

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    this.#latest = NOTHING;
    const response = await globalThis.fetch(input, init);
    const isReplay = response.headers.get('idempotent-replayed') === 'true';
    // Read here and handed on whole; a body that breaks off is then a lost answer for the client as well.
    const bytes = new Uint8Array(await response.arrayBuffer());
    const code = response.status < 400 ? null : problemCodeOf(new TextDecoder().decode(bytes));
    this.#latest = { isReplay, code, bytes };
    // A 204 must not even be given an empty one.
    return new Response(bytes.length === 0 ? null : bytes, response);
  };

  /** Of the attempt that ended last. */
  get latest(): TappedAnswer {
    return this.#latest;
  }
}
