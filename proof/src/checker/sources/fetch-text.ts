const TIMEOUT_MS = 10_000;

/** The body of a GET. @throws Error that names the address when the answer is not a 200 in time */
export async function fetchText(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (response.status === 200) return text;
    throw new Error(`status ${response.status}: ${text.slice(0, 200)}`);
  } catch (error) {
    throw new Error(`GET ${url} failed`, { cause: error });
  }
}
