export { patchProblem, WorkingCopy, type AppliedPatches } from './working-copy.ts';
