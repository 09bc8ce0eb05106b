import { describe, expect, it } from '@jest/globals';
import { isFix, isLook, isSetup, needsMore, placeholdersOf, readSections } from './read-runbook.ts';

const PAGE = `# Page
\`\`\`bash setup
# Not a heading: a comment
export CHARGE_DB_URL=x
\`\`\`
## AlertOne
text
\`\`\`promql
up == 0
\`\`\`
\`\`\`sql fix
-- charge database: end it
SELECT pg_terminate_backend($PID);
\`\`\`
\`\`\`bash needs=docker
docker compose restart kafka
\`\`\`
### AlertTwo
\`\`\`mermaid
flowchart TD
\`\`\`
`;

const sections = readSections(PAGE);

describe('readSections', () => {
  it('gives each block to the heading right above it, with the line that it begins at', () => {
    expect(
      sections.map(({ heading, blocks }) => [heading, ...blocks.map(({ language, line }) => `${language} ${line}`)]),
    ).toEqual([
      ['Page', 'bash 2'],
      ['AlertOne', 'promql 8', 'sql 11', 'bash 15'],
      ['AlertTwo', 'mermaid 19'],
    ]);
  });

  it('keeps the lines of a block as they are', () => {
    expect(sections[0]?.blocks[0]?.text).toBe('# Not a heading: a comment\nexport CHARGE_DB_URL=x');
  });
});

describe('a block', () => {
  const kinds = sections.flatMap(({ blocks }) =>
    blocks.map((block) => [isSetup, isLook, isFix, needsMore].map((is) => is(block))),
  );

  it('sets up, looks, fixes, needs more, or is a picture', () => {
    expect(kinds).toEqual([
      [true, false, false, false],
      [false, true, false, false],
      [false, false, true, false],
      [false, false, false, true],
      [false, false, false, false],
    ]);
  });

  it('asks for what its reader has to fill in', () => {
    const ask = (language: string, text: string) => placeholdersOf({ language, text, tags: [], line: 1 });
    expect(ask('sql', "WHERE pid = $PID AND id = '$EVENT_ID'")).toEqual(['PID', 'EVENT_ID']);
    expect(ask('bash', 'psql "$CHARGE_DB_URL" -c "$OPERATION_ID" "${1%-*}" "$url"')).toEqual(['OPERATION_ID']);
  });
});
