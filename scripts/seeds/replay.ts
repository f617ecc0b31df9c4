/** How to see a failing property again. */
import { SEED } from "./seeds.ts"

/** A test, by its file from the root and its names from the outermost `describe` to its own. */
export interface Place {
  readonly file: string
  readonly names: ReadonlyArray<string>
}

/** fast-check's own part of a name, which changes with the seed. */
const withoutSeed = (name: string): string => name.replace(/ \(with seed=[^)]*\)$/, "")

/** The names as vitest joins them. */
export const titleOf = ({ names }: Place): string => names.map(withoutSeed).join(" > ")

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The command that tries a test again with a seed. */
export const command = (place: Place, seed: number): string =>
  `${SEED}=${seed} npm test -- ${place.file} -t ${quoted(escaped(titleOf(place)))}`
