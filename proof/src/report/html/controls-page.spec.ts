import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../../test/sample-run.ts';
import type { ControlsRecord } from '../../model/control-record.ts';
import { controlsPage } from './controls-page.ts';

const HOSTILE = `"'><script>alert(1)</script>`;

const record = (changes: Partial<ControlsRecord> = {}): ControlsRecord => ({
  ...{ format: 1, startedAt: '2026-01-02T03:04:05.000Z', endedAt: '2026-01-02T03:09:05.000Z' },
  ...{ environment: sampleRun().environment, verdict: 'broken', problem: HOSTILE },
  phases: [{ name: HOSTILE, startedAtMs: 0, endedAtMs: 9, detail: HOSTILE, hasFailed: true }],
  controls: [
    {
      ...{ name: 'no-lock', removed: HOSTILE, expectedInvariant: 'door-shut', reddened: ['silver', HOSTILE] },
      ...{ caught: true, detail: HOSTILE },
    },
    {
      name: 'no-dog',
      removed: 'the dog',
      expectedInvariant: 'barks',
      reddened: [],
      caught: false,
      detail: 'stayed green',
    },
  ],
  ...changes,
});

describe('controlsPage', () => {
  it('escapes every text', () => {
    expect(controlsPage(record()).match(/<script/g)).toHaveLength(1);
  });

  it('tells of each control whether it was caught, by what, and what was taken away', () => {
    const page = controlsPage(record());
    expect(page).toMatch(
      /BROKEN[^]*caught[^]*no-lock[^]*silver[^]*NOT CAUGHT[^]*no-dog[^]*the dog[^]*stayed green[^]*barks/,
    );
  });

  it.each([
    ['pass', /turned the proof red/],
    ['inconclusive', /nothing is claimed/],
  ] as const)('says what %s means', (verdict, meaning) => {
    expect(controlsPage(record({ verdict }))).toMatch(meaning);
  });
});
