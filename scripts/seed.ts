/**
 * Before each test file: properties draw from the seed of this run. `npm test` draws a new one every time and so goes on
 * looking, but in CI; `MARGINALIA_SEED=… npm test -- FILE` draws again what failed.
 */
import * as fc from "fast-check"
import { limitOf, shared } from "./seeds/seeds.ts"

const limit = limitOf(process.env)
fc.configureGlobal({
  ...fc.readConfigureGlobal(),
  seed: shared().setting,
  ...(limit === undefined ? {} : { interruptAfterTimeLimit: limit })
})
