/** A world that a test may tamper with. */
export type Mutable<T> = T extends string | number | bigint | boolean | null | undefined | Buffer
  ? T
  : T extends ReadonlyMap<infer K, infer V>
    ? Map<K, V>
    : T extends readonly (infer E)[]
      ? Mutable<E>[]
      : { -readonly [K in keyof T]: Mutable<T[K]> };
