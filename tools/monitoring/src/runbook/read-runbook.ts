/** One fenced block of the runbook. */
export interface Block {
  readonly language: string;
  /** What stands behind the language: `fix`, `setup`, `needs=docker`. */
  readonly tags: readonly string[];
  readonly text: string;
  readonly line: number;
}

/** What stands under one heading, without what stands under the headings below it. */
export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** What can be run. The rest is pictures. */
const RUNNABLE = ['bash', 'sql', 'promql'];

export const isRunnable = ({ language }: Block): boolean => RUNNABLE.includes(language);
export const isSetup = ({ tags }: Block): boolean => tags.includes('setup');
export const isFix = ({ tags }: Block): boolean => tags.includes('fix');
/** Of something that a machine with nothing but this repository does not have. */
export const needsMore = ({ tags }: Block): boolean => tags.some((tag) => tag.startsWith('needs='));
export const isLook = (block: Block): boolean =>
  isRunnable(block) && !isSetup(block) && !isFix(block) && !needsMore(block);

/** Names of the form $NAME that the reader fills in, from the answer of an earlier block. */
export function placeholdersOf({ language, text }: Block): string[] {
  // In Bash the setup block sets most variables; what it does not set is asked for.
  const names = [...text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)\}?/g)].map(([, name = '']) => name);
  const given =
    language === 'bash' ? ['CHARGE_API', 'CHARGE_DB_URL', 'LEDGER_DB_URL', 'OPERATOR_URL', 'OPERATOR_TOKEN'] : [];
  return [...new Set(names)].filter((name) => !given.includes(name));
}

/** Sections of a Markdown page, in its order. */
export function readSections(markdown: string): Section[] {
  const sections: { heading: string; blocks: Block[] }[] = [];
  let open: { language: string; tags: string[]; lines: string[]; line: number } | null = null;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line);
    const heading = /^#+ (.+)$/.exec(line);
    if (open && fence) {
      const { language, tags, lines, line: at } = open;
      sections.at(-1)?.blocks.push({ language, tags, text: lines.join('\n'), line: at });
      open = null;
    } else if (open) open.lines.push(line);
    else if (fence) {
      const [language = '', ...tags] = (fence[1] ?? '').trim().split(/\s+/);
      open = { language, tags, lines: [], line: index + 1 };
    } else if (heading?.[1]) sections.push({ heading: heading[1], blocks: [] });
  }
  return sections;
}
