/** One sample of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?[ \t]*$/;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;
const ESCAPES: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };
/** In any case, as Prometheus itself takes them: prom-client writes `Nan`. */
const WORDS = new Map([
  ['nan', Number.NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
]);

/** @throws Error with the number of the line that is no sample: half a scrape must not pass for a small one */
export function parseExposition(text: string): Sample[] {
  return text.split('\n').flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const sample = parseSample(trimmed);
    if (!sample) throw new Error(`line ${index + 1} is no sample: ${trimmed.slice(0, 120)}`);
    return [sample];
  });
}

const parseSample = (line: string): Sample | undefined => {
  const [, name, braced = '{}', number = ''] = SAMPLE.exec(line) ?? [];
  const labels = parseLabels(braced.slice(1, -1));
  const value = parseValue(number);
  return name !== undefined && labels && value !== undefined ? { name, labels, value } : undefined;
};

const parseValue = (text: string): number | undefined => {
  const word = WORDS.get(text.toLowerCase());
  return word ?? (text === '' || Number.isNaN(Number(text)) ? undefined : Number(text));
};

const parseLabels = (text: string): Record<string, string> | undefined => {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || value === undefined) return undefined;
    labels[name] = value.replace(/\\[\\"n]/g, (escape) => ESCAPES[escape] ?? escape);
  }
  return labels;
};
