/** Samples of one scrape by name and labels, as they are written: `name{label="value"}`. */
export async function scrape(url: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))] as const;
    }),
  );
}

/** Values of one metric by the value of its only label. */
export async function scrapeByLabel(url: string, name: string): Promise<Record<string, number>> {
  const samples = await scrape(url);
  const ours = [...samples].filter(([series]) => series.startsWith(`${name}{`));
  return Object.fromEntries(ours.map(([series, value]) => [/="(.*)"\}$/.exec(series)?.[1] ?? '', value]));
}
