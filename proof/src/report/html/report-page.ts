import type { RunRecord } from '../../model/run-record.ts';
import { chartFigure } from './charts/chart-figure.ts';
import { CHARTS } from './charts/index.ts';
import { htmlPage } from './html-page.ts';
import { html, type Html } from './html.ts';
import { controlsSection } from './sections/controls.section.ts';
import { backlogSection, crashPointsSection, faultsSection } from './sections/faults.sections.ts';
import { headlineSection } from './sections/headline.section.ts';
import { invariantsSection } from './sections/invariants.section.ts';
import { metricsSection, suppressedSection } from './sections/numbers.sections.ts';
import { environmentSection, phasesSection, transcriptsSection } from './sections/run.sections.ts';
import { verdictSection } from './sections/verdict.section.ts';
import { workloadSections } from './sections/workload.sections.ts';

/** The report as one file that needs no other. */
export const reportPage = (record: RunRecord): string =>
  htmlPage({
    title: `Proof ${record.verdict}: seed ${record.seed}`,
    heading: html`Proof <small>each operation took effect once</small>`,
    main: body(record),
  });

const body = (record: RunRecord): Html => html`
  ${verdictSection(record)} ${headlineSection(record)} ${invariantsSection(record)} ${controlsSection(record.controls)}
  ${metricsSection(record.metrics)} ${suppressedSection(record.suppressed)}
  <section id="charts" aria-labelledby="charts-title">
    <h2 id="charts-title">Charts</h2>
    <p class="note">Point at a chart, or focus it and use the arrow keys, to read its values.</p>
    <div class="charts">${CHARTS.map((chartOf) => chartFigure(chartOf(record)))}</div>
  </section>
  ${faultsSection(record.faults)} ${backlogSection(record.backlog)} ${crashPointsSection(record.crashPoints)}
  ${workloadSections(record.workload)} ${phasesSection(record.phases)} ${transcriptsSection(record.transcripts)}
  ${environmentSection(record.environment)}
`;
