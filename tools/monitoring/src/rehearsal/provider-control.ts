import type { StackFile } from '@once/supervisor';

async function tell(stack: StackFile, method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${stack.provider ?? ''}${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  });
  if (!answer.ok) throw new Error(`the provider refused ${method} ${path}: ${answer.status} ${await answer.text()}`);
}

/** One fault more, as docs/provider-simulator.md has them. */
export const addProviderFault = (stack: StackFile, fault: { kind: string; [field: string]: unknown }): Promise<void> =>
  tell(stack, 'POST', '/control/faults', fault);

/** Every call that moves money takes so long. */
export const setProviderLatency = (stack: StackFile, ms: number): Promise<void> =>
  tell(stack, 'PUT', '/control', { latency_ms: { min: ms, max: ms } });

/** Back to its best behaviour. */
export const healProvider = (stack: StackFile): Promise<void> => tell(stack, 'PUT', '/control', {});
