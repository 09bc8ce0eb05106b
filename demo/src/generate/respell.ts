import type { Purchase } from './merchant.ts';

const escapeAll = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');

const withAmount = (purchase: Purchase, amount: string): string =>
  JSON.stringify(purchase).replace(`"amount":${purchase.amount}`, `"amount":${amount}`);

const scientific = ({ amount }: Purchase): string => {
  const digits = String(amount).replace(/0+$/, '');
  const zeros = String(amount).length - digits.length;
  return zeros > 0 ? `${digits}e${zeros}` : `${digits.slice(0, 1)}.${digits.slice(1)}E+${digits.length - 1}`;
};

const escapeDescription = (purchase: Purchase): string => {
  const { description, ...rest } = purchase;
  return `${JSON.stringify(rest).slice(0, -1)},"description":"${escapeAll(description)}"}`;
};

/** Other texts of the same JSON value: to the service they are the same request. */
export const RESPELLINGS: readonly [(purchase: Purchase) => string, ...((purchase: Purchase) => string)[]] = [
  (purchase) => JSON.stringify(Object.fromEntries(Object.entries(purchase).reverse())),
  (purchase) => withAmount(purchase, `${purchase.amount}.0`),
  (purchase) => withAmount(purchase, scientific(purchase)),
  escapeDescription,
  (purchase) => JSON.stringify(purchase).replace('"amount"', '"\\u0061mount"'),
  (purchase) => JSON.stringify(purchase, null, 2),
];
