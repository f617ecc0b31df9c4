/** Whether every public export is told completely. */
import { lacking } from "./rules.ts"
import type { Module } from "./surface.ts"
import { throwers } from "./throws.ts"

/** The exports that a reader meets first, by their module's source: each shows an example. */
export const shown: { readonly [file: string]: ReadonlyArray<string> } = {}

/** Each export that lacks something, once: its file, its name, and what is lacking. */
export const incomplete = (modules: ReadonlyArray<Module>): ReadonlyArray<string> => {
  const seen = new Set<string>(), throwing = new Map<string, ReadonlySet<string>>()
  const throwsIn = (file: string): ReadonlySet<string> => {
    const known = throwing.get(file) ?? throwers(file)
    throwing.set(file, known)
    return known
  }
  const exports = modules.flatMap((module) => module.exports)
  return exports.flatMap((one) => {
    const at = `${one.file}: ${one.local}`
    if (seen.has(at)) return []
    seen.add(at)
    const example = shown[one.file]?.includes(one.local) === true
    const missing = lacking(one, throwsIn(one.file).has(one.local), example)
    return missing.length === 0 ? [] : [`${at}: ${missing.join("; ")}`]
  })
}
