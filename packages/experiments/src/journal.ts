/** Experiments that are written down as they go: journals in SQLite files, resuming, forking. */
export { digest, hashData } from "@marginalia/datasets/hash"
export type { Owner } from "./journal/database.ts"
export { type Fork, fork } from "./journal/fork.ts"
export { describeGap, type Gap } from "./journal/gap.ts"
export { entriesOf, type KeptEvent, keptJournal } from "./journal/kept.ts"
export { takeLock } from "./journal/lock.ts"
export { configOf, type Facts, type JournaledRound, runJournaled } from "./journal/run.ts"
export { type JournalContents, layerJournal, type OpenJournal, openJournal, readJournal } from "./journal/sqlite.ts"
