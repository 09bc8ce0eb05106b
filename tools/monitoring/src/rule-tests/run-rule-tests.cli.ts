/** `npm run test:rules`: the committed rules against their cases, by promtool. Closes with: N passed, N failed. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MONITORING_FOLDER } from '../generate/monitoring-folder.ts';
import { RULE_CASES } from './cases/all-cases.ts';
import { toPromtoolTest } from './promtool-test.ts';

const run = promisify(execFile);
const RULE_FILES = ['slo', 'alerts'].map((name) => join(MONITORING_FOLDER, `prometheus/rules/${name}.rules.yml`));

const ROUTES = join(MONITORING_FOLDER, 'alertmanager/alertmanager.yml');

interface Check {
  readonly title: string;
  readonly command: (folder: string) => Promise<readonly [file: string, ...args: string[]]>;
}

const CHECKS: readonly Check[] = [
  { title: 'the rules are valid', command: async () => ['promtool', 'check', 'rules', ...RULE_FILES] },
  { title: 'the routes of alerts are valid', command: async () => ['amtool', 'check-config', ROUTES] },
  ...[
    ['page', 'pager'],
    ['ticket', 'tickets'],
  ].map(([severity = '', receiver = '']) => ({
    title: `a ${severity} goes to the ${receiver}`,
    command: async () =>
      [
        ...['amtool', 'config', 'routes', 'test', `--config.file=${ROUTES}`, `--verify.receivers=${receiver}`],
        ...[`severity=${severity}`, 'area=charging', 'alertname=KeyReuseSpike'],
      ] as [string, ...string[]],
  })),
  ...RULE_CASES.map((ruleCase, index) => ({
    title: [ruleCase.alert, ruleCase.title].join(' '),
    command: async (folder: string) => {
      const file = join(folder, `${index}.yml`);
      await writeFile(file, toPromtoolTest(ruleCase, RULE_FILES));
      return ['promtool', 'test', 'rules', file] as const;
    },
  })),
];

/** What the command said when it failed. */
async function complaintOf(check: Check, folder: string): Promise<string | null> {
  const [file, ...args] = await check.command(folder);
  try {
    await run(file, args);
    return null;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === 'ENOENT') return `${file} is not installed: apt-get install prometheus prometheus-alertmanager`;
    return `${stdout}${stderr}`.trim();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'once-rules-'));
try {
  const waiting = [...CHECKS];
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const complaint = await complaintOf(check, folder);
      if (complaint !== null) failed += 1;
      console.log(complaint === null ? `  ok  ${check.title}` : `FAIL  ${check.title}\n${complaint}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`${CHECKS.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}
