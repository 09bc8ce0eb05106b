import { currencyExponent } from '@once/contracts';
import type { Evidence } from '../evidence/evidence.ts';
import { formatMajor } from './format-money.ts';

interface Balance {
  debitsMinor: bigint;
  creditsMinor: bigint;
}

const HEAD = ['currency', 'debits', 'credits', 'debits, minor', 'credits, minor', 'difference'];
const WIDTHS = [10, 16, 16, 16, 16, 12];

/** Debits and credits of all accounts per currency, in the currency's own decimals and in minor units. */
export function trialBalance({ ledgerDb }: Evidence): string[] {
  const balances = new Map<string, Balance>();
  for (const { currency, amountMinor } of ledgerDb.entries.flatMap(({ postings }) => postings)) {
    const balance = balances.get(currency) ?? { debitsMinor: 0n, creditsMinor: 0n };
    if (amountMinor > 0n) balance.debitsMinor += amountMinor;
    else balance.creditsMinor -= amountMinor;
    balances.set(currency, balance);
  }
  const rows = [...balances].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(toRow);
  return [HEAD, ...rows].map((cells) => `   ${cells.map((cell, index) => align(cell, index)).join('')}`.trimEnd());
}

const toRow = ([currency, { debitsMinor, creditsMinor }]: [string, Balance]): string[] => {
  const major = (minor: bigint): string => formatMajor(minor, currencyExponent(currency));
  const difference = String(debitsMinor - creditsMinor);
  return [currency, major(debitsMinor), major(creditsMinor), String(debitsMinor), String(creditsMinor), difference];
};

const align = (cell: string, index: number): string =>
  index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0);
