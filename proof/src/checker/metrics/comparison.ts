/** A metric beside the truth. The report prints these; the invariants judge them. */
export interface Comparison {
  /** As Prometheus writes it. */
  readonly metric: string;
  readonly scraped: number;
  /** What the checker counted itself: a range where the truth leaves one, for answers that nobody received. */
  readonly atLeast: number;
  readonly atMost: number;
}

export const isTrue = ({ scraped, atLeast, atMost }: Comparison): boolean => scraped >= atLeast && scraped <= atMost;

export const exactly = (metric: string, scraped: number, truth: number): Comparison => ({
  metric,
  scraped,
  atLeast: truth,
  atMost: truth,
});

/** `expected 3`, `expected 3 to 5`, `expected at most 5`. */
export const rangeOf = ({ atLeast, atMost }: Comparison): string => {
  if (atLeast === atMost) return String(atLeast);
  return atLeast === 0 ? `at most ${atMost}` : `${atLeast} to ${atMost}`;
};
