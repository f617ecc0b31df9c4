/**
 * Two ways to name an item, which the compiler keeps apart: its position in the pool, and its id.
 */
import type * as Brand from "effect/Brand"

/** Where an item stands in the pool, from 0. Scores, clusters and candidates are addressed by it. */
export type Position = number & Brand.Brand<"Position">

/** The name by which the world outside knows an item: a file name, a key of a table. Compared exactly. */
export type ItemId = string & Brand.Brand<"ItemId">
