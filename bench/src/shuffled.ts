/** A copy in an order that is drawn anew each time, every order as likely as any other. */
export function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, drawn: Math.random() }))
    .sort((left, right) => left.drawn - right.drawn)
    .map(({ value }) => value);
}
