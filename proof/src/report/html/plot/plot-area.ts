/**
 * Every chart has this size in its own units and is scaled as a whole. Small, so that its text is still read when a
 * phone shows it at two thirds; the left margin holds `1.2K` in the larger type that phones get.
 */
export const CHART = { width: 520, height: 248 } as const;

/** Where data is drawn, within the axes' labels and the numbers of the fault windows above. */
export const PLOT = { left: 48, right: 508, top: 22, bottom: 204 } as const;
