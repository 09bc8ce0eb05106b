export type { ActiveBehaviour, Behaviour, BehaviourContext, Interruption } from './control/behaviour.ts';
export { logToStderr, type Log } from './log.ts';
export {
  startProviderSimulator,
  type ProviderSimulatorOptions,
  type RunningProviderSimulator,
} from './start-provider-simulator.ts';
