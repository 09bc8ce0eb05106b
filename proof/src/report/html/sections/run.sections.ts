import type { PhaseRecord, RunEnvironment, TranscriptRecord } from '../../../model/run-record.ts';
import { clockTime, duration } from '../../show-numbers.ts';
import { html, NOTHING, type Html } from '../html.ts';
import { badge } from './badge.ts';
import { tableSection } from './table.ts';

export const phasesSection = (phases: readonly PhaseRecord[]): Html =>
  tableSection({
    id: 'phases',
    title: 'Phases',
    columns: [{ head: 'at', isNumber: true }, { head: 'phase' }, { head: 'took', isNumber: true }, { head: 'detail' }],
    rows: phases.map(({ name, startedAtMs, endedAtMs, detail, hasFailed }) => [
      clockTime(startedAtMs),
      name,
      duration(endedAtMs - startedAtMs),
      hasFailed ? html`${badge('open', 'failed')} ${detail}` : detail,
    ]),
  });

export const transcriptsSection = (transcripts: readonly TranscriptRecord[]): Html =>
  transcripts.length === 0
    ? NOTHING
    : html`<section id="transcripts" aria-labelledby="transcripts-title">
        <h2 id="transcripts-title">Transcripts</h2>
        ${transcripts.map(
          ({ title, text }) =>
            html`<details>
              <summary>${title}</summary>
              <pre tabindex="0">${text}</pre>
            </details>`,
        )}
      </section>`;

export const environmentSection = ({ versions, platform, cpuModel, cpuCount, memoryMb }: RunEnvironment): Html =>
  tableSection({
    id: 'environment',
    title: 'Where it ran',
    columns: [{ head: 'what' }, { head: 'which' }],
    rows: [
      ['Node', versions.node],
      ['Postgres', versions.postgres ?? 'not known'],
      ['Kafka', versions.kafka ?? 'not known'],
      ['platform', platform],
      ['processor', `${cpuCount} × ${cpuModel}`],
      ['memory', `${memoryMb} MB`],
    ],
  });
