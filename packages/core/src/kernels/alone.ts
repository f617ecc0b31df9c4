/**
 * The engine on the calling thread that a service has, which says why where it is not WebAssembly that runs. Tested in ../Kernels.test.ts.
 */
import * as Effect from "effect/Effect"
import * as Remarks from "../Remarks.ts"
import { calling, type Engine, type Host, single } from "./engine.ts"
import { best, fallback, type Variant } from "./variant.ts"

/** An engine that says in the trace of each step it works for why it is not WebAssembly that runs. */
const remarking = (engine: Engine, why: string | undefined): Engine =>
  why === undefined ? engine : {
    ...engine,
    ...calling((...args) => Effect.andThen(Remarks.add({ kernels: `typescript: ${why}` }), engine.through(...args)))
  }

/** See the module. Default: the fastest variant that runs here, and kernels alone. */
export const alone = (variant?: Variant, host?: Host): Engine =>
  remarking(single(variant ?? best(), { host }), variant === undefined ? fallback() : undefined)
