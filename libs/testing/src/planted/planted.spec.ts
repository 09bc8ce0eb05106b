import { describe, expect, it } from '@jest/globals';
import type { SuiteReport } from '../mutations/run-suite.ts';
import { judgePlanted } from './judge-planted.ts';
import { readPlantedChange } from './planted-change.ts';

const HEADER = `# changes: the key is another one
# runs: apps/relay/src/a.pact-spec.ts
# runs: apps/ledger-consumer/src/b.pact-spec.ts
# fails: relay by "a refund"
diff --git a/x b/x
`;
const breaking = readPlantedChange('contracts/planted/breaking/key-changed.patch', HEADER);
const harmless = readPlantedChange('contracts/planted/harmless/x.patch', HEADER.replace(/# fails.*\n/, ''));

const test = (fullName: string, failure?: string) => ({
  ...{ fullName, status: failure === undefined ? 'passed' : 'failed' },
  failureMessages: failure === undefined ? [] : [failure],
});
const run = (relay: ReturnType<typeof test>[], ledger = [test('ledger posts')]): SuiteReport => ({
  numRuntimeErrorTestSuites: 0,
  testResults: [
    { name: '/copy/apps/relay/src/a.pact-spec.ts', message: '', assertionResults: relay },
    { name: '/copy/apps/ledger-consumer/src/b.pact-spec.ts', message: '', assertionResults: ledger },
  ],
});
const complaints = (change: typeof breaking, report?: SuiteReport) => judgePlanted(change, report, '/copy/');

describe('readPlantedChange', () => {
  it('reads the header of a patch', () => {
    expect(breaking).toMatchObject({ name: 'key-changed', changes: 'the key is another one' });
    expect(breaking.runs).toHaveLength(2);
    expect(breaking.fails).toEqual([{ project: 'relay', interaction: 'a refund' }]);
  });

  it.each([
    ['no test to run', 'breaking/x.patch', HEADER.replaceAll(/# runs.*\n/g, ''), /needs/],
    ['nothing that a breaking change fails', 'breaking/x.patch', HEADER.replace(/# fails.*\n/, ''), /is for breaking/],
    ['something that a harmless change fails', 'harmless/x.patch', HEADER, /is for breaking/],
    ['a failure without interaction', 'breaking/x.patch', HEADER.replace(' by "a refund"', ''), /expected "# fails/],
  ])('refuses a patch with %s', (_what, file, text, message) => {
    expect(() => readPlantedChange(`contracts/planted/${file}`, text)).toThrow(message);
  });
});

describe('judgePlanted', () => {
  it('has nothing to say when the right project goes red by the right interaction', () => {
    expect(complaints(breaking, run([test('relay keeps', '"a refund" is broken')]))).toEqual([]);
    expect(complaints(harmless, run([test('relay keeps')]))).toEqual([]);
  });

  it.each([
    ['nobody noticed', run([test('"a refund"')]), /relay did not go red/],
    ['it was another interaction', run([test('relay keeps', '"a capture" is broken')]), /relay did not go red/],
    ['it was another project', run([test('keeps')], [test('posts', '"a refund"')]), /ledger-consumer went red/],
    ['another project went red, too', run([test('k', '"a refund"')], [test('p', 'x')]), /ledger-consumer went red/],
    ['a suite did not load', { ...run([test('k', '"a refund"')]), numRuntimeErrorTestSuites: 1 }, /suites ran/],
    ['a suite has no test', run([test('k', '"a refund"')], []), /suites ran/],
    ['there is no report', undefined, /no report/],
  ])('complains about a breaking change when %s', (_what, report, message) => {
    expect(complaints(breaking, report).join()).toMatch(message);
  });

  it('complains about a harmless change that somebody notices', () => {
    expect(complaints(harmless, run([test('keeps', '"a refund"')])).join()).toMatch(/relay went red/);
  });
});
