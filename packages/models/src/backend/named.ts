/** Backends by name. */
import * as Named from "@marginalia/core/Named"
import * as Registry from "@marginalia/core/Registry"
import { type BackendChoice, backendNames, backends as about } from "./names.ts"

/** Backends that have names, and `auto`. */
export const backendKind: Named.Kind<BackendChoice> = Named.kind("backend")

const named = (name: BackendChoice, summary: string) => Named.define(backendKind, { name, summary, make: () => name })

/** What `--backend`, `backend:` and `MARGINALIA_BACKEND` may name. */
export const registry: Registry.Registry = Registry.make([
  named("auto", "the best that works"),
  ...backendNames.map((name) => named(name, about[name].describes))
])
