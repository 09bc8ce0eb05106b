import type { RunRecord, RunVerdict } from '../../../model/run-record.ts';
import { REPLAY_SCOPE, replayLine } from '../../replay-line.ts';
import { duration } from '../../show-numbers.ts';
import { html, type Html } from '../html.ts';
import { badge, type Tone } from './badge.ts';

const TONES: Readonly<Record<RunVerdict, Tone>> = { pass: 'good', broken: 'bad', inconclusive: 'open' };
const SAID: Readonly<Record<RunVerdict, string>> = {
  pass: 'Every invariant that was checked held, under every fault below.',
  broken: 'At least one thing that must never happen did.',
  inconclusive: 'Something could not be shown, so nothing is claimed.',
};

export function verdictSection(record: RunRecord): Html {
  const { verdict, reasons, seed, startedAt, endedAt, environment } = record;
  const { commit, isDirty } = environment;
  const took = Date.parse(endedAt) - Date.parse(startedAt);
  return html`<section id="verdict" aria-label="Verdict" class="verdict ${TONES[verdict]}">
    <p class="word">${badge(TONES[verdict], verdict.toUpperCase())}</p>
    <p>${SAID[verdict]}</p>
    ${
      reasons.length === 0
        ? null
        : html`<ul>
            ${reasons.map((reason) => html`<li>${reason}</li>`)}
          </ul>`
    }
    <dl class="facts">
      ${fact('seed', seed)}${fact('commit', `${commit ?? 'unknown'}${isDirty ? ' with local changes' : ''}`)}
      ${fact('began', startedAt)}${fact('took', Number.isFinite(took) ? duration(took) : 'unknown')}
    </dl>
    <p>Replay: <code>${replayLine(record)}</code></p>
    <p class="note">${REPLAY_SCOPE}</p>
  </section>`;
}

const fact = (name: string, value: string): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
