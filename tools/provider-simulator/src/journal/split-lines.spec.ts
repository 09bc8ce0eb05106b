import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitLines, type JournalText } from './split-lines.ts';

async function split(bytes: Buffer, chunkSize: number): Promise<JournalText[]> {
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize);
  }
  const lines: JournalText[] = [];
  for await (const line of splitLines(chunks())) lines.push(line);
  return lines;
}

it('tells the lines from a torn end, with the bytes up to each', async () => {
  expect(await split(Buffer.from('é1\n\nab'), 100)).toEqual([
    { text: 'é1', endOffset: 4, isComplete: true },
    { text: '', endOffset: 5, isComplete: true },
    { text: 'ab', endOffset: 7, isComplete: false },
  ]);
});

it('reads nothing from an empty file', async () => {
  expect(await split(Buffer.alloc(0), 10)).toEqual([]);
});

it('gives the same lines however the bytes are cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'é', '€', '\n')),
      fc.integer({ min: 1, max: 5 }),
      async (parts, size) => {
        const bytes = Buffer.from(parts.join(''));
        expect(await split(bytes, size)).toEqual(await split(bytes, 1_000));
      },
    ),
  );
});
