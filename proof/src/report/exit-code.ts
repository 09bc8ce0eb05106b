import type { RunVerdict } from '../model/run-record.ts';

/** 0 only for what was shown: a run that could not look is not a run that found nothing. */
const EXIT_CODES = { pass: 0, broken: 1, inconclusive: 2 } as const satisfies Record<RunVerdict, 0 | 1 | 2>;

export const exitCodeFor = (verdict: RunVerdict): 0 | 1 | 2 => EXIT_CODES[verdict];
