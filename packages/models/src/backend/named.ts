/** Backends by name. */
import * as Named from "@marginalia/core/Named"
import * as Registry from "@marginalia/core/Registry"
import type { Backend } from "./backend.ts"
import { builtIn } from "./load.ts"
import { backendNames, backends as about } from "./names.ts"

/** Backends that have names, and `auto`, the best of the library's that works. */
export const backendKind: Named.Kind<Backend | "auto"> = Named.kind("backend")

/** How a choice is written: `auto`, or a backend with its options. */
export const backendText = (choice: Backend | "auto"): string => choice === "auto" ? choice : choice.text

const auto = Named.define(backendKind, { name: "auto", summary: "the best that works", make: () => "auto" as const })

/** What `--backend`, `backend:` and `MARGINALIA_BACKEND` may name. */
export const registry: Registry.Registry = Registry.make([
  auto,
  ...backendNames.map((name) =>
    Named.define(backendKind, { name, summary: about[name].describes, make: () => builtIn(name) })
  )
])
