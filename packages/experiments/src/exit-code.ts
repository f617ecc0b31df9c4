/**
 * Which exit code each failure has: 1 the user's input, 2 the world (file, device), 3 `verify` found other picks, 70 a
 * defect of ours, 130 Ctrl-C or SIGTERM, 141 nobody reads stdout any more.
 */

/** Exit codes. */
export const exit = { ok: 0, input: 1, world: 2, otherPicks: 3, defect: 70, interrupted: 130, pipe: 141 } as const

/** The exit codes of errors that do not carry one. */
const byTag: { readonly [tag: string]: number } = {
  InvalidQuery: exit.input,
  InvalidOptions: exit.input,
  InvalidName: exit.input,
  MissingColumn: exit.input,
  PartFailed: exit.input,
  UnreadableStrategy: exit.input,
  UnreadableManifest: exit.input,
  DatasetError: exit.world,
  DownloadError: exit.world,
  EncoderError: exit.input,
  CacheError: exit.world,
  ModelFileError: exit.world,
  CheckpointError: exit.world,
  BackendUnavailable: exit.world,
  OutOfMemory: exit.world,
  Diverged: exit.input,
  InvalidTraining: exit.input,
  OutputUnavailable: exit.input,
  InvalidSubset: exit.input,
  LearnerError: exit.input,
  DataError: exit.world,
  JournalError: exit.world,
  OracleError: exit.world,
  ShowHelp: exit.input
}

const has = <K extends string>(value: unknown, key: K): value is { readonly [k in K]: unknown } =>
  typeof value === "object" && value !== null && key in value

/** What an encoder lacks is of the world; what it refuses is the user's. */
const lacks = (error: unknown): boolean =>
  has(error, "reason") && has(error.reason, "_tag") &&
  ["MissingPackage", "BadModel"].includes(String(error.reason._tag))

/** A model that is there and is none is the user's input; one that is missing is of the world. */
const isMalformed = (error: unknown): boolean => has(error, "isMalformed") && error.isMalformed === true

/** The exit code of a failure; 70 for one that nobody foresaw. */
export const exitCodeOf = (error: unknown): number => {
  if (has(error, "exitCode") && typeof error.exitCode === "number") return error.exitCode
  if (lacks(error)) return exit.world
  if (isMalformed(error)) return exit.input
  if (has(error, "thrown") && error.thrown === true) return exit.defect
  return (has(error, "_tag") ? byTag[String(error._tag)] : undefined) ?? exit.defect
}
