/**
 * Optional packages, each loaded in a process of its own: a native addon may crash the one that loads it.
 */
import type { Optional, Status } from "@marginalia/experiments/engine/packages"
import { apart } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import type { Tried } from "./found.ts"
import work from "./tried-work.gen.ts"

/**
 * Tries to load a package for a project, default the working folder: from beside the command or, failing that, from the
 * folder in which it was started.
 */
export const tried = ({ name }: Optional, cwd: string = process.cwd()): Effect.Effect<Status> =>
  Effect.map(
    apart({ body: `${work}return program.work(args)`, args: [name, import.meta.url, join(cwd, "package.json")], cwd }),
    (came): Status =>
      came._tag === "Failed" ? { broken: came.why } : (came.value as Tried).absent ? "absent" : "present"
  )
