/**
 * Which exit code each failure has: 1 the user's input, 2 the world (file, device), 3 `verify` found other picks, 70 a
 * defect of ours, 130 Ctrl-C or SIGTERM, 141 nobody reads stdout any more.
 */

/** Exit codes. */
export const exit = { ok: 0, input: 1, world: 2, otherPicks: 3, defect: 70, interrupted: 130, pipe: 141 } as const

const has = <K extends string>(value: unknown, key: K): value is { readonly [k in K]: unknown } =>
  typeof value === "object" && value !== null && key in value

/** The exit code of a failure, which the class of `error` says; 70 for one that nobody foresaw. */
export const exitCodeOf = (error: unknown): number =>
  has(error, "exitCode") && typeof error.exitCode === "number" ? error.exitCode : exit.defect
