/** Pools for laws about how work is split: rich in ties, with shapes on both sides of blocks' ends. */
import { fc } from "@fast-check/vitest"
import type { Matrix } from "../src/Matrix.ts"
import { cloud, kinds } from "./clouds.ts"

/** Around the lengths of blocks, of tiles and of what is read at once. */
const edges = [16, 32, 64, 128, 256, 512].flatMap((n) => [n - 1, n, n + 1])

const rows = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 24 }) },
  { weight: 2, arbitrary: fc.constantFrom(...edges) },
  { weight: 1, arbitrary: fc.integer({ min: 25, max: 620 }) }
)

const cols = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(15, 16, 17, 31, 32, 33, 129) }
)

/** See the module. A seed determines the numbers. */
export const pools: fc.Arbitrary<Matrix> = fc
  .record({ kind: fc.constantFrom(...kinds), rows, cols, seed: fc.nat() })
  .map(({ kind, seed, ...shape }) => cloud(kind, shape.rows, shape.cols, seed))
