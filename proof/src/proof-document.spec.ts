import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from './checker/index.ts';
import { FAILPOINTS, type Failpoint } from './crash-points/failpoints.ts';
import { RECIPES } from './crash-points/recipes.ts';
import { FAULTS } from './faults/index.ts';
import { TRANSCRIPTS } from './transcripts/index.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/proof.md'), 'utf8');

/** Cells of the first table below a heading, without its head. */
function tableUnder(heading: string): string[][] {
  const [, section = ''] = DOCUMENT.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const rows = own.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) =>
        cell
          .trim()
          .replaceAll('`', '')
          .replaceAll(String.raw`\|`, '|'),
      ),
  );
}

describe('docs/proof.md', () => {
  it('lists every fault, as the code has it', () => {
    const faults = FAULTS.map(({ name, isQuick, about }) => [name, isQuick ? 'yes' : 'no', about]);
    expect(tableUnder('Faults')).toEqual(faults);
  });

  it('lists every crash point, and which of them need more than traffic', () => {
    const labels = Object.values(FAILPOINTS).flatMap((list): readonly Failpoint[] => list);
    expect(tableUnder('Crash points')).toEqual(labels.map((label) => [label, RECIPES[label] ? 'led to' : 'by itself']));
  });

  it('lists every invariant, as the code has it', () => {
    const laws = INVARIANTS.map(({ name, checkedAt, law }) => [name, checkedAt, law]);
    expect(tableUnder('Invariants')).toEqual(laws);
  });

  it('names every transcript', () => {
    for (const { title } of TRANSCRIPTS) expect(DOCUMENT).toContain(title);
  });
});
