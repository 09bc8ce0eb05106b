export { patchProblem, WorkingCopy } from './working-copy.ts';
