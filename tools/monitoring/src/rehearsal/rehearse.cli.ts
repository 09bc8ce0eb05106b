/** `npm run runbook:rehearse [-- SCENARIO…]`. Exit code 0: all as the runbook says; 1: not; 2: it could not be tried. */
import { printResult } from './print-result.ts';
import { rehearse } from './rehearsal.ts';
import { SCENARIOS } from './scenarios/all-scenarios.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no scenario ${unknown.join(', ')}. There are: ${SCENARIOS.map(({ name }) => name).join(', ')}`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = await run();
}

async function run(): Promise<number> {
  const interruption = new AbortController();
  // The handlers stay: a second Ctrl-C must not cut the clean-up short.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interruption.abort(new Error(`interrupted by ${name}`)));
  }
  const scenarios = SCENARIOS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  try {
    const result = await rehearse({ scenarios, signal: interruption.signal, report: (line) => console.log(line) });
    return printResult(result) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}
