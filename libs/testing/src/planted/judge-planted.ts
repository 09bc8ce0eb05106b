import type { SuiteReport } from '../mutations/run-suite.ts';
import type { PlantedChange } from './planted-change.ts';

/** What is not as it should be; nothing when the contracts said what they had to. */
export type Complaints = readonly string[];

interface Failure {
  project: string;
  text: string;
}

/** `apps/relay/src/…` belongs to relay. */
const projectOf = (path: string): string => /(?:apps|libs)\/([^/]+)\//.exec(path)?.[1] ?? path;

const failuresOf = (report: SuiteReport, root: string): Failure[] =>
  report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({
        project: projectOf(name.slice(root.length)),
        text: [fullName, ...failureMessages].join('\n'),
      })),
  );

/**
 * A breaking change must turn each project red that it names, by a message that names the interaction, and no other
 * project; a harmless one must leave everything green. A suite that did not load has said nothing.
 */
export function judgePlanted(
  { runs, fails }: PlantedChange,
  report: SuiteReport | undefined,
  root: string,
): Complaints {
  if (!report) return ['the run left no report'];
  const broken = report.testResults.filter(({ assertionResults }) => assertionResults.length === 0);
  if (report.numRuntimeErrorTestSuites > 0 || broken.length > 0 || report.testResults.length !== runs.length) {
    return [
      `${report.testResults.length} of ${runs.length} suites ran: ${broken.map(({ message }) => message).join('; ')}`,
    ];
  }
  const failures = failuresOf(report, root);
  const unnoticed = fails
    .filter(({ project, interaction }) =>
      failures.every((failure) => failure.project !== project || !failure.text.includes(`"${interaction}"`)),
    )
    .map(({ project, interaction }) => `${project} did not go red by "${interaction}"`);
  const expected = new Set(fails.map(({ project }) => project));
  const wrong = failures
    .filter(({ project }) => !expected.has(project))
    .map(({ project, text }) => `${project} went red: ${text.split('\n').slice(0, 3).join(' ')}`);
  return [...unnoticed, ...wrong];
}
