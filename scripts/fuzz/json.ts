/** What may happen to JSON while it stays JSON: another value, a key that is gone, comes twice or is too much, a value without end. */
import type { Random } from "./random.ts"
import { changeText } from "./text.ts"

type Value = null | boolean | number | string | Array<Value> | { [key: string]: Value }

/** Printed in place of a marker, since these cannot be held as values. */
const DEEP = 100_000
const marks: { readonly [mark: string]: string } = {
  "\"%deep-list%\"": "[".repeat(DEEP) + "]".repeat(DEEP),
  "\"%deep-map%\"": "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP),
  "\"%huge%\"": "1e999",
  "\"%long%\"": "1".repeat(5000)
}

const others = (random: Random): Value =>
  random.pick<() => Value>([
    () => null,
    () => random.once(2),
    () => random.pick([0, -1, 0.5, 1e300, -1e-320, 2 ** 31, 2 ** 53, 1e9, 65_536]),
    () => random.pick(["", "x", "../../x", "/etc/x", "\u0000", "__proto__", "NaN", "x".repeat(50_000), "<img>"]),
    () => [],
    () => ({}),
    () => Array.from({ length: random.pick([1, 3, 5000]) }, () => 1),
    () => random.pick(Object.keys(marks)).slice(1, -1)
  ])()

interface Place {
  readonly holder: { [key: string]: Value }
  readonly key: string
}

const placesIn = (value: Value): ReadonlyArray<Place> => {
  if (typeof value !== "object" || value === null) return []
  const holder = value as { [key: string]: Value }
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key]!)])
}

const edit = ({ holder, key }: Place, random: Random): void => {
  const kind = random.below(6)
  if (kind <= 2) holder[key] = others(random)
  else if (kind === 3 && Array.isArray(holder)) holder.splice(Number(key), 1)
  else if (kind === 3) delete holder[key]
  else if (kind === 4 && Array.isArray(holder)) holder.push(holder[Number(key)] as Value)
  else {
    // As JSON has it: `__proto__` is a key like others.
    const name = random.pick(["id", "name", "__proto__", "toString", "", `${key} `])
    Object.defineProperty(holder, name, { value: others(random), enumerable: true, writable: true, configurable: true })
  }
}

/** A valid JSON text with one to three values edited, or changed as any text is. */
export const changeJson = (text: string, random: Random): string => {
  if (random.once(3)) return changeText(text, random)
  const holder: { root: Value } = { root: JSON.parse(text) as Value }
  for (let times = 1 + random.below(3); times > 0; times--) {
    const places = placesIn(holder)
    if (places.length > 0) edit(random.pick(places), random)
  }
  const printed = JSON.stringify(holder.root ?? null)
  return Object.entries(marks).reduce((out, [mark, by]) => out.replace(mark, by), printed)
}

/** {@link changeJson} of one line among several. */
export const changeJsonLines = (text: string, random: Random): string => {
  const lines = text.trimEnd().split("\n"), at = random.below(lines.length)
  if (random.once(3)) return changeText(text, random)
  lines[at] = changeJson(lines[at]!, random)
  return `${lines.join("\n")}\n`
}
