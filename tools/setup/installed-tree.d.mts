export function differenceOf(
  wanted: Record<string, { version?: string; integrity?: string; optional?: boolean }>,
  installed: Record<string, { version?: string; integrity?: string }> | null,
): string | null;
