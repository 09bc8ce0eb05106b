/** One request of the file, as it will be sent. */
export interface ChargeLine {
  /** From 1, as an editor counts. */
  readonly lineNumber: number;
  readonly tenant: string;
  /** null: sent without an Idempotency-Key header. */
  readonly key: string | null;
  /** The body, sent as it is, well-formed or not. */
  readonly raw: string;
  /** Lines of one group are sent in the same tick. */
  readonly group: string | null;
  /** Key of the line whose charge this line refunds; null: the line creates a charge. */
  readonly refundOf: string | null;
}

export interface BadLine {
  readonly lineNumber: number;
  readonly reason: string;
}

export type ParsedLine =
  { readonly kind: 'line'; readonly line: ChargeLine } | { readonly kind: 'bad'; readonly bad: BadLine };
