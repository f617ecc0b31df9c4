/** Backends of one's own. */
import * as Named from "@marginalia/core/Named"
import type * as Options from "@marginalia/core/Options"
import * as Spec from "@marginalia/core/Spec"
import * as tf from "@tensorflow/tfjs-core"
import type * as Schema from "effect/Schema"
import type { Backend } from "./backend.ts"
import { builtIn } from "./load.ts"
import type { BackendName } from "./names.ts"

/** What a backend of one's own is started with. */
export interface Starting {
  /** The tfjs that models compute with: the backend and its kernels are registered here and nowhere else. */
  readonly tf: typeof tf
  /** Registers one of the library's backends, to take its kernels (`tf.copyRegisteredKernels`); gives its registered name. */
  readonly load: (name: BackendName) => Promise<string>
}

/** What {@link defineBackend} takes: see `Named.Definition`. */
export interface BackendDefinition<F extends Options.Fields> extends Omit<Named.Definition<F, Backend>, "make"> {
  /**
   * Registers the backend with tfjs, once for each setting of the options; what is thrown says why it does not run here. Gives
   * the name under which it is registered, by default its own; each setting takes another.
   */
  readonly start: (
    options: Schema.Struct<F>["Type"],
    starting: Starting
  ) => Promise<string | void> | string | void
  /** What to do where it does not run: what to install, say. */
  readonly remedy: string
  /** Whether the same work has the same bits every time; default false, which an experiment's findings say. */
  readonly deterministic?: boolean
  /** The bytes that it can address at most; default `Infinity`. */
  readonly most?: number
}

const load = (name: BackendName): Promise<string> => builtIn(name).start(false)

const kind: Named.Kind<Backend> = Named.kind("backend")

/** What each name of tfjs was given for: tfjs keeps the first backend of a name, and says nothing. */
const owners = new Map<string, string>()

const owned = (name: string, text: string): string => {
  const owner = owners.get(name) ?? text
  if (owner !== text) {
    throw new Error(`${owner} is registered as "${name}"; start has to give each setting another name`)
  }
  owners.set(name, text)
  return name
}

/**
 * Defines a tensor backend with a name: in a plugin, say. Then `--backend`, `backend:` of a learner and `MARGINALIA_BACKEND` of
 * the command may name it, and `TensorBackend.only` takes it. `definition` says what it is, and how it is registered with tfjs.
 *
 * @example
 * import { defineBackend, TensorBackend } from "@marginalia/models/training"
 *
 * export const plain = defineBackend({
 *   name: "plain",
 *   summary: "plain JavaScript, under a name of its own",
 *   remedy: "install @marginalia/models again",
 *   deterministic: true,
 *   start: async (_, { load, tf }) => {
 *     const cpu = await load("cpu")
 *     tf.copyRegisteredKernels(cpu, "plain")
 *     tf.registerBackend("plain", tf.findBackendFactory(cpu))
 *   }
 * })
 * const layer = TensorBackend.only(plain())
 */
export const defineBackend = <F extends Options.Fields = {}>(
  { deterministic = false, most = Infinity, remedy, start, ...definition }: BackendDefinition<F>
): Named.Maker<F, Backend> => {
  const started = new Map<string, Promise<string>>()
  const once = (text: string, options: Schema.Struct<F>["Type"]): Promise<string> => {
    const before = started.get(text)
    if (before !== undefined) return before
    const begun = Promise.resolve().then(() => start(options, { tf, load })).then((name) =>
      owned(name ?? definition.name, text)
    )
    started.set(text, begun)
    begun.catch(() => started.delete(text))
    return begun
  }
  return Named.define<Backend, F>(kind, {
    ...definition,
    make: (options, spec) => {
      const text = Spec.print(spec), describes = definition.summary
      return { text, describes, remedy, run: true, deterministic, most, start: () => once(text, options) }
    }
  })
}
