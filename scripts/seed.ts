/**
 * Before each test file: properties draw from the seed of this run. `npm test` draws a new one every time and so goes on
 * looking, but in CI; `MARGINALIA_SEED=… npm test -- FILE` draws again what failed.
 */
import * as fc from "fast-check"
import { shared } from "./seeds/seeds.ts"

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: shared().setting })
