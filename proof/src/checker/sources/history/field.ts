/** A line is wrong in a way that one sentence can say. */
export class BadLineError extends Error {
  override readonly name = 'BadLineError';
}

type Json = Record<string, unknown>;

/** Reads one member of a line, or says what is wrong with it. */
export type Field<T> = (line: Json, name: string) => T;

const field =
  <T>(expected: string, isRight: (value: unknown) => value is T): Field<T> =>
  (line, name) => {
    const value = line[name];
    if (isRight(value)) return value;
    const shown = value === undefined ? 'is missing' : `is ${JSON.stringify(value).slice(0, 60)}`;
    throw new BadLineError(`${name} ${shown}, expected ${expected}`);
  };

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

export const text = field('a text', isText);
export const number = field('a number', isNumber);
export const flag = field('true or false', isFlag);
export const textOrNull = field('a text or null', (value) => value === null || isText(value));
export const numberOrNull = field('a number or null', (value) => value === null || isNumber(value));
export const flagOrNull = field('true, false or null', (value) => value === null || isFlag(value));
export const minorUnits = field(
  'minor units as a text of digits',
  (value): value is string => isText(value) && /^\d{1,19}$/.test(value),
);
export const sha256OrNull = field(
  '64 hex digits or null',
  (value): value is string | null => value === null || (isText(value) && /^[0-9a-f]{64}$/.test(value)),
);

export const oneOf = <T extends string>(...values: readonly T[]): Field<T> =>
  field(`one of ${values.join(', ')}`, (value): value is T => (values as readonly unknown[]).includes(value));
