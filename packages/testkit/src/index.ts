/**
 * Generators, laws and fakes for testing active-learning strategies, yours included.
 *
 * @module
 */
export { Broken } from "./claim.ts"
export * from "./describe.ts"
export * as Fake from "./Fake.ts"
export { cluster, clusterArb, type ClusterShape, type Partition, partitions } from "./generate/cluster.ts"
export { type Facts, type Generator, type Generators, makeColumns, takeColumns } from "./generate/columns.ts"
export { type Draw, draw } from "./generate/draw.ts"
export { frameOf, type Full, laterFrame } from "./generate/frame.ts"
export { type Motion, moveColumns, moveMatrix, shift, stretch, turn } from "./generate/move.ts"
export { pool, poolArb, type PoolOptions, type PoolShape, type Texture, textures, widths } from "./generate/pool.ts"
export {
  certainties,
  type Certainty,
  passes,
  passesArb,
  probability,
  probabilityArb,
  type ProbabilityOptions,
  type ProbabilityShape
} from "./generate/probability.ts"
export { type Input, queryArb, type QueryOptions } from "./generate/query.ts"
export { simplex } from "./generate/simplex.ts"
export * as Golden from "./Golden.ts"
export * from "./Law.ts"
export * from "./lawful.ts"
export type { Asked } from "./laws/asked.ts"
export type { Batch, ClassifierSubject, EncoderSubject, LearnerSubject, OracleSubject } from "./laws/ports.ts"
export { isSound } from "./laws/sound.ts"
export * as Meaning from "./Meaning.ts"
export { type Check, check, type Options } from "./run.ts"
