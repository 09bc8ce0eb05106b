import { createHash } from 'node:crypto';

/** Digits that `hex` makes of one draw; eight are its 32 bits. */
const HEX_DIGITS_PER_DRAW = 8;

/**
 * Random numbers that are the same on every machine for one seed. A stream is named by its path from the seed, so
 * `split` does not depend on what was drawn before: a part of a run that draws more, or a new part, changes no other.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand, public domain), its 128 bits of state are the head of the
 * SHA-256 of the path: neighbouring seeds and names have nothing in common.
 */
export class SeededRandom {
  readonly #path: string;
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: string | number, ...names: readonly string[]) {
    // As JSON, so that no name can look like two.
    this.#path = JSON.stringify([String(seed), ...names]);
    const state = createHash('sha256').update(this.#path).digest();
    this.#a = state.readInt32LE(0);
    this.#b = state.readInt32LE(4);
    this.#c = state.readInt32LE(8);
    this.#counter = state.readInt32LE(12);
  }

  /** The stream of a part, from its beginning: the same however often and whenever it is asked for. */
  split(name: string): SeededRandom {
    const [seed = '', ...names] = JSON.parse(this.#path) as string[];
    return new SeededRandom(seed, ...names, name);
  }

  /** In [0, 1), with 53 bits. */
  next(): number {
    return ((this.#draw() >>> 5) * 2 ** 26 + (this.#draw() >>> 6)) / 2 ** 53;
  }

  /** Integer from `min` to `max`, both included. */
  between(min: number, max: number): number {
    if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max < min)
      throw new RangeError(`between ${min} and ${max}: give two integers, the smaller first`);
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.between(0, choices.length - 1)] ?? choices[0];
  }

  /** Another order of the same things (Fisher and Yates). */
  shuffled<T>(things: readonly T[]): T[] {
    const rest = [...things];
    return things.flatMap(() => rest.splice(this.between(0, rest.length - 1), 1));
  }

  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string {
    const draws = Array.from({ length: Math.ceil(length / HEX_DIGITS_PER_DRAW) }, () => this.#draw() >>> 0);
    return draws
      .map((bits) => bits.toString(16).padStart(HEX_DIGITS_PER_DRAW, '0'))
      .join('')
      .slice(0, length);
  }

  /** 32 bits. */
  #draw(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum;
  }
}
