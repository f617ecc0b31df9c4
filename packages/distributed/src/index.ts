/**
 * Experiments over many machines: units are put into a PostgreSQL, pulled by workers wherever they are, and written there
 * round by round; the results are those of one machine.
 *
 * @module
 */
export { type Asset, type AssetFile, assetsOf } from "./assets.ts"
export { bringRounds } from "./bring.ts"
export { openQueue, Queue } from "./database.ts"
export { QueueError, type QueueReason } from "./errors.ts"
export { exportRun, storedEvents, storedExperiment } from "./export.ts"
export { type FailedUnit, findRun, type QueuedRun, queuedRuns } from "./found.ts"
export { LEASE, type Lease, type Ticket } from "./lease.ts"
export { type Machine, machines } from "./machines.ts"
export { prune, type Pruned, type PruneOptions } from "./prune.ts"
export type { UnitEnd } from "./run-unit.ts"
export { ShardsError, type ShardsReason } from "./shards/errors.ts"
export { openPool, type ShardedPool, type ShardsOptions } from "./shards/pool.ts"
export { serve, type ServeOptions } from "./shards/serve.ts"
export { forgetParts, openTables, type Part, partsOf, type Serving, servings, Shards } from "./shards/tables.ts"
export { submit, type SubmitOptions, type Submitted } from "./submit.ts"
export { waitFor } from "./wait.ts"
export { work, type WorkerOptions } from "./worker.ts"
