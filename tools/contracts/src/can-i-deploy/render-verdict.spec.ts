import { expect, it } from '@jest/globals';
import { renderVerdict } from './render-verdict.ts';

const ASKED = { app: 'relay', env: 'prod', version: '0123456789abcdef' };
const pair = {
  consumer: 'ledger-consumer',
  provider: 'relay',
  consumerVersion: 'aaaaaaaabbbb',
  providerVersion: ASKED.version,
};

it('shows a line for each contract and the answer last', () => {
  const findings = [
    { ...pair, isKept: true, reason: '8 interactions verified' },
    { ...pair, consumer: 'relay', provider: 'charge-api', isKept: false, reason: 'this version breaks "a"' },
  ];
  expect(renderVerdict(ASKED, findings).split('\n')).toEqual([
    'consumer         version   provider    version   kept  why',
    'ledger-consumer  aaaaaaaa  relay       01234567  yes   8 interactions verified',
    'relay            aaaaaaaa  charge-api  01234567  NO    this version breaks "a"',
    'no: 1 of 2 contracts hold relay 01234567 back from prod',
  ]);
});

it('says yes when everything is kept, or nobody is there', () => {
  const kept = { ...pair, isKept: true, reason: 'verified' };
  expect(renderVerdict(ASKED, [kept])).toMatch(/\nyes: relay 01234567 can go to prod$/);
  expect(renderVerdict(ASKED, [])).toBe('yes: nothing in prod has a contract with relay 01234567');
});
