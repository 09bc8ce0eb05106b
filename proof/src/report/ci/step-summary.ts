import type { RunRecord } from '../../model/run-record.ts';
import { replayLine } from '../replay-line.ts';
import { truthText } from '../show-metric.ts';
import { grouped } from '../show-numbers.ts';

/** What a Markdown cell must not hold as it is: HTML, the end of the cell, the end of the line, formatting, links. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character)
    .replace(/[\\`*_{}[\]()#+!|~@]/g, String.raw`\$&`);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0
    ? []
    : [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(escapeMarkdown))), ''];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The run as GitHub shows it below a job. */
export function stepSummary(record: RunRecord): string {
  const { verdict, seed, reasons, invariants, metrics, controls } = record;
  return [
    `## Proof: ${verdict} (seed ${escapeMarkdown(seed)})`,
    '',
    ...reasons.map((reason) => `- ${escapeMarkdown(reason)}`),
    '',
    ...table(
      ['invariant', 'verdict', 'examined', 'findings'],
      invariants.map((i) => [i.invariant, i.verdict, grouped(i.examined), grouped(i.findings.length)]),
    ),
    ...table(
      ['metric', 'from the metrics', 'truth', 'verdict'],
      metrics.map((metric) => [
        metric.name,
        grouped(metric.fromMetrics),
        truthText(metric),
        metric.ok ? 'ok' : 'broken',
      ]),
    ),
    ...table(
      ['control', 'turned red', 'verdict'],
      controls.map(({ name, reddened, caught }) => [name, reddened.join(', '), caught ? 'caught' : 'not caught']),
    ),
    `Replay: <code>${escapeCode(replayLine(record))}</code>`,
    '',
  ].join('\n');
}

const escapeCode = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\r\n]+/g, ' ');
