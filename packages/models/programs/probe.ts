/**
 * Tries a backend, in a process of its own: given the module of `probe`, that of effect's `Effect`, and the backend's name.
 *
 * `npm run build:programs` writes it into `src/backend/probe-work.gen.ts`.
 */
import type { BackendName } from "../src/backend/names.ts"
import type { Probe } from "../src/backend/probe.ts"

/** See the module. */
export const work = async (args: ReadonlyArray<string>): Promise<Probe> => {
  const [backend, effect, name] = args as readonly [backend: string, effect: string, name: BackendName]
  const { probe } = await import(backend) as typeof import("../src/backend/probe.ts")
  const { runPromise } = await import(effect) as typeof import("effect/Effect")
  return runPromise(probe(name))
}
