import type { SeededRandom } from '../../plan/seeded-random.ts';

/** Members of a request in the order in which they are written. */
export type RequestBody = Readonly<Record<string, string | boolean | bigint>>;

/** `JSON.stringify` cannot write a bigint, and no amount here is ever a float. */
export function writeBody(body: RequestBody): string {
  const members = Object.entries(body).map(([name, value]) => `${JSON.stringify(name)}:${writeValue(value)}`);
  return `{${members.join(',')}}`;
}

const writeValue = (value: string | boolean | bigint): string =>
  typeof value === 'bigint' ? String(value) : JSON.stringify(value);

const RESPELLINGS: readonly [(text: string, body: RequestBody) => string, ...((text: string) => string)[]] = [
  (_text, body) => writeBody(Object.fromEntries(Object.entries(body).reverse())),
  (text) => text.replace(/"amount":(\d+)/, '"amount":$1.0'),
  (text) =>
    text.replace(/"amount":(\d+?)(0*)([,}])/, (_all, digits: string, zeros: string, end: string) =>
      zeros === '' ? `"amount" : ${digits}e0${end}` : `"amount":${digits}e${zeros.length}${end}`,
    ),
  (text) => text.replace('"amount"', '"\\u0061mount"'),
  (text) => ` ${text}\n`,
];

/** Another text of the same JSON value: to the service it is the same request. */
export function respell(body: RequestBody, random: SeededRandom): string {
  return random.pick(RESPELLINGS)(writeBody(body), body);
}

/** Another request: another amount, or one where all that is left was asked for. */
export function changeBody(body: RequestBody): RequestBody {
  const { amount } = body;
  return { ...body, amount: typeof amount === 'bigint' && amount > 1n ? amount - 1n : 2n };
}
