/** One condition without which the service can't do its work. Rejects when it does not hold; the message is shown. */
export interface ReadinessCheck {
  readonly name: string;
  check(): Promise<void>;
}

/** Injection token of the service's list of checks. */
export const READINESS_CHECKS = Symbol('READINESS_CHECKS');
