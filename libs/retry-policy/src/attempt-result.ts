/** What one attempt brought, reduced to what a decision needs. */
export type AttemptResult =
  /** No whole answer arrived: refused, reset, timed out, broken off in the body. */
  | { readonly kind: 'no_answer' }
  /**
   * An answer that is not the server's own, or is damaged: a gateway's page, an empty success. It says no more about
   * the request than no answer does; only a wish for patience is granted to it.
   */
  | { readonly kind: 'unreadable_answer'; readonly status: number; readonly retryAfterMs?: number | undefined }
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** The Should-Retry header, where the server sent a readable one. */
      readonly shouldRetry?: boolean | undefined;
      /** The Retry-After header, as parseRetryAfter reads it. */
      readonly retryAfterMs?: number | undefined;
      /** `code` and `retryable` of a problem+json body: what makes a 409 say of itself that it passes. */
      readonly code?: string | undefined;
      readonly retryable?: boolean | undefined;
    };

export type Answer = Extract<AttemptResult, { kind: 'answer' }>;

/** Reads a Should-Retry header; anything but true and false says nothing. */
export function parseShouldRetry(header: string | null | undefined): boolean | undefined {
  const text = header?.trim().toLowerCase();
  if (text === 'true') {
    return true;
  }
  return text === 'false' ? false : undefined;
}
