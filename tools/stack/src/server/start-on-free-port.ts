import { isPortTaken } from './managed-server.ts';

/** Two in a row that lose the race for their port are rare already. */
const ATTEMPTS = 5;

interface FirstStart {
  startFirst(signal: AbortSignal): Promise<void>;
}

/** Starts a server on ports that `prepare` chooses, and on others when somebody else was quicker to bind them. */
export async function startOnFreePort<Server extends FirstStart>(
  prepare: () => Promise<Server>,
  signal: AbortSignal,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await prepare();
    try {
      await server.startFirst(signal);
      return server;
    } catch (error) {
      if (!isPortTaken(error) || attempt === ATTEMPTS) throw error;
    }
  }
}
