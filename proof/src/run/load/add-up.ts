type Counts = Readonly<Record<string, number>>;

/** Sums by name. */
export function addUp(parts: readonly object[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const part of parts as readonly Counts[])
    for (const [name, count] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** Sums by name within name. */
export function addUpNested(parts: readonly object[]): Record<string, Record<string, number>> {
  const names = new Set(parts.flatMap((part) => Object.keys(part)));
  const pick = (name: string): Counts[] => parts.map((part) => (part as Record<string, Counts>)[name] ?? {});
  return Object.fromEntries([...names].map((name) => [name, addUp(pick(name))]));
}
