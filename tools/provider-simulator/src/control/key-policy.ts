/** How a provider treats the keys that it has decided on. */
export interface KeyPolicy {
  /** The `mode` of the control document. */
  readonly mode: string;
  /** For how long it knows a key after it decided on it, milliseconds. */
  readonly memoryMs: number;
  /** For how long it says that it does, milliseconds; never longer than `memoryMs`. */
  readonly windowMs: number;
}

/** A day: the key window that most providers declare. */
export const DAY_MS = 86_400_000;

/** Keys are known for ever; what is promised is a day, as with the providers that this one stands for. */
export const HONOURS_KEYS: KeyPolicy = { mode: 'honour', memoryMs: Infinity, windowMs: DAY_MS };
