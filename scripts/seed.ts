/**
 * Before each test file: properties draw from the seed of this run. `npm test` draws a new one every time and so goes on
 * looking, but in CI; `MARGINALIA_SEED=… npm test -- FILE` draws again what failed. One that says nothing of its number of
 * cases has a sixth of fast-check's hundred, as those that do (`packages/core/test/runs.ts`).
 */
import * as fc from "fast-check"
import { runs } from "../packages/core/test/runs.ts"
import { shared } from "./seeds/seeds.ts"

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: shared().setting, numRuns: runs(100) })
