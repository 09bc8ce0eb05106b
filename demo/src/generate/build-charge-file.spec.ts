import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planUnits } from '../input/plan-units.ts';
import { splitChargeFile } from '../input/split-charge-file.ts';
import { buildChargeFile } from './build-charge-file.ts';

describe('buildChargeFile', () => {
  it('is the committed charges.ndjson', async () => {
    expect(await readFile(join(import.meta.dirname, '../../charges.ndjson'), 'utf8')).toBe(buildChargeFile());
  });

  it('makes lines that all can be run, of three tenants and four currencies', () => {
    const { lines, bad } = splitChargeFile(new TextEncoder().encode(buildChargeFile()), ['acme', 'globex', 'initech']);
    expect([...bad, ...planUnits(lines).bad]).toEqual([]);
    expect(lines).toHaveLength(441);
    expect(new Set(lines.map(({ tenant }) => tenant)).size).toBe(3);
    for (const currency of ['EUR', 'USD', 'JPY', 'KWD']) {
      expect(lines.filter(({ raw }) => raw.includes(`"currency":"${currency}"`)).length).toBeGreaterThan(40);
    }
  });

  it('gives some keys to two tenants', () => {
    const { lines } = splitChargeFile(new TextEncoder().encode(buildChargeFile()), ['acme', 'globex', 'initech']);
    const tenantsOf = Map.groupBy(
      lines.filter(({ key }) => key !== null),
      ({ key }) => key,
    );
    const shared = [...tenantsOf.values()].filter((group) => new Set(group.map(({ tenant }) => tenant)).size > 1);
    expect(shared).toHaveLength(6);
  });
});
