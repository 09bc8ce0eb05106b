/** `npm run prove:controls`: takes protections away, one at a time, and sees the proof turn red. */
import { join } from 'node:path';
import { CONTROLS } from './controls/index.ts';
import { controlsUsage, parseControlsArguments, type ControlsOptions } from './controls/controls-arguments.ts';
import { exitCodeOfControls, type JudgedControl } from './controls/judge-control.ts';
import { runControls } from './controls/run-controls.ts';
import { createEvidenceFolder } from './report/evidence/evidence-folder.ts';
import { writeWhole } from './report/evidence/write-whole.ts';
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
  const folder = await createEvidenceFolder(evidence, { startedAt, seed: 'controls' });
  const judged: JudgedControl[] = [];
  const problem = await runControls(controls, {
    ...{ evidence: folder.path, log, signal },
    onJudged: (one) => judged.push(one),
  }).then(
    () => null,
    (error: unknown) => messageOf(signal.aborted ? signal.reason : error),
  );
  const records = judged.map(({ record }) => record);
  const file = join(folder.path, 'controls.json');
  const times = { startedAt: startedAt.toISOString(), endedAt: new Date().toISOString() };
  const document = { format: 1, ...times, environment, phases: log.phases, controls: records, problem };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  await writeWhole(file, text);
  screen.lines(['', ...sectionLines(controlsSection(records), screen.paint)]);
  if (problem !== null) screen.line(`  could not go on: ${problem}`);
  screen.line(`  evidence ${file}`);
  const caught = records.filter((record) => record.caught).length;
  if (isJson) process.stdout.write(text);
  else screen.line(`${caught} passed, ${controls.length - caught} failed`);
  const exitCode = exitCodeOfControls(judged.map(({ outcome }) => outcome));
  return judged.length < controls.length && exitCode === 0 ? NOT_RUN : exitCode;
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
