import type { Finding } from './judge-deployment.ts';

const HEADINGS = ['consumer', 'version', 'provider', 'version', 'kept', 'why'];
/** As much of a commit's hash as people read. */
const SHORT = 8;

const rowOf = (finding: Finding): string[] => [
  finding.consumer,
  finding.consumerVersion.slice(0, SHORT),
  finding.provider,
  finding.providerVersion.slice(0, SHORT),
  finding.isKept ? 'yes' : 'NO',
  finding.reason,
];

export interface Asked {
  readonly app: string;
  readonly env: string;
  readonly version: string;
}

/** A table of the findings, and the answer in its last line. */
export function renderVerdict({ app, env, version }: Asked, findings: readonly Finding[]): string {
  const subject = `${app} ${version.slice(0, SHORT)}`;
  if (findings.length === 0) return `yes: nothing in ${env} has a contract with ${subject}`;
  const rows = [HEADINGS, ...findings.map(rowOf)];
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const broken = findings.filter(({ isKept }) => !isKept).length;
  const answer =
    broken === 0
      ? `yes: ${subject} can go to ${env}`
      : `no: ${broken} of ${findings.length} contracts hold ${subject} back from ${env}`;
  return [...table, answer].join('\n');
}
