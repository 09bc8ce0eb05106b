/** `npm run prove:controls`: takes protections away, one at a time, and sees the proof turn red. */
import { CONTROLS } from './controls/index.ts';
import { controlsUsage, parseControlsArguments, type ControlsOptions } from './controls/controls-arguments.ts';
import { verdictOfControls, type JudgedControl } from './controls/judge-control.ts';
import { runControls } from './controls/run-controls.ts';
import type { ControlsRecord } from './model/control-record.ts';
import { createEvidenceFolder } from './report/evidence/evidence-folder.ts';
import { controlsJson, writeControls } from './report/evidence/write-controls.ts';
import { exitCodeFor } from './report/exit-code.ts';
import { controlsSection } from './report/terminal/faults.sections.ts';
import { PhaseLog } from './report/terminal/phase-log.ts';
import { Screen } from './report/terminal/screen.ts';
import { sectionLines } from './report/terminal/section.ts';
import { Interruption } from './run/interruption.ts';
import { readEnvironment } from './run/read-environment.ts';

const NOT_RUN = 2;

async function proveControls({ controls, isJson, evidence }: ControlsOptions): Promise<number> {
  const startedAt = new Date();
  const startedMs = performance.now();
  const screen = new Screen(isJson ? process.stderr : process.stdout, process.env);
  const log = new PhaseLog(screen, () => Math.round(performance.now() - startedMs));
  const { signal } = new Interruption();
  const environment = await readEnvironment();
  const { path } = await createEvidenceFolder(evidence, { startedAt, seed: 'controls' });
  const judged: JudgedControl[] = [];
  const onJudged = (one: JudgedControl): void => void judged.push(one);
  const problem = await runControls(controls, { evidence: path, log, signal, onJudged }).then(
    () => null,
    (error: unknown) => messageOf(signal.aborted ? signal.reason : error),
  );
  const outcomes = judged.map(({ outcome }) => outcome);
  const record: ControlsRecord = {
    ...{ format: 1, startedAt: startedAt.toISOString(), endedAt: new Date().toISOString(), environment },
    verdict: verdictOfControls(outcomes, controls.length),
    ...{ phases: log.phases, controls: judged.map((one) => one.record), problem },
  };
  const report = await writeControls(path, record);
  screen.lines(['', ...sectionLines(controlsSection(record.controls), screen.paint)]);
  if (problem !== null) screen.line(`  could not go on: ${problem}`);
  screen.line(`  report   ${report}`);
  const caught = outcomes.filter((outcome) => outcome === 'caught').length;
  if (isJson) process.stdout.write(controlsJson(record));
  else screen.line(`${caught} passed, ${controls.length - caught} failed`);
  return exitCodeFor(record.verdict);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const command = parseControlsArguments(process.argv.slice(2), CONTROLS);
if (command.kind === 'help') process.stdout.write(`${controlsUsage(CONTROLS)}\n`);
else if (command.kind === 'refused') {
  process.stderr.write(`${command.message}\n\n${controlsUsage(CONTROLS)}\n`);
  process.exitCode = NOT_RUN;
} else {
  const exitCode = await proveControls(command.options).catch((error: unknown) => {
    console.error(error);
    return NOT_RUN;
  });
  process.exit(exitCode);
}
