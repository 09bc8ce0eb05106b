import type { ControlsRecord } from '../../model/control-record.ts';
import { duration } from '../show-numbers.ts';
import { htmlPage } from './html-page.ts';
import { html, type Html } from './html.ts';
import { badge, type Tone } from './sections/badge.ts';
import { controlsSection } from './sections/controls.section.ts';
import { environmentSection, phasesSection } from './sections/run.sections.ts';

const TONES: Readonly<Record<ControlsRecord['verdict'], Tone>> = { pass: 'good', broken: 'bad', inconclusive: 'open' };
const SAID: Readonly<Record<ControlsRecord['verdict'], string>> = {
  pass: 'Each protection that was taken away turned the proof red, in a scenario that is green with it.',
  broken: 'At least one protection was taken away and the proof did not notice as it should.',
  inconclusive: 'Not every control could be run, so nothing is claimed of those that were not.',
};

/** The report of a run of the negative controls, as one file. */
export const controlsPage = (record: ControlsRecord): string =>
  htmlPage({
    title: `Negative controls ${record.verdict}`,
    heading: html`Negative controls <small>a proof that can fail</small>`,
    main: html`${verdictOf(record)} ${controlsSection(record.controls)} ${phasesSection(record.phases)}
    ${environmentSection(record.environment)}`,
  });

const verdictOf = ({ verdict, problem, startedAt, endedAt, environment }: ControlsRecord): Html => html`
  <section id="verdict" aria-label="Verdict" class="verdict ${TONES[verdict]}">
    <p class="word">${badge(TONES[verdict], verdict.toUpperCase())}</p>
    <p>${SAID[verdict]}</p>
    ${problem === null ? null : html`<p>${problem}</p>`}
    <p class="note">
      Began ${startedAt}, took ${duration(Date.parse(endedAt) - Date.parse(startedAt))}, commit
      ${environment.commit ?? 'unknown'}${environment.isDirty ? ' with local changes' : ''}. Each control, and each
      scenario without a patch, has its whole evidence beside this page.
    </p>
  </section>
`;
