export { judgeEvidence, type Verdict } from './checks/judge-evidence.ts';
export type { DemoStack } from './demo-stack.ts';
export { gatherEvidence, type RunContext } from './evidence/gather-evidence.ts';
export { runDemo, type DemoOutcome, type DemoRun } from './run-demo.ts';
