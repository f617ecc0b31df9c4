/** What Hugging Face's `datasets` writes of the columns into a parquet or Arrow file. */

/** What is said of some columns, by their names. */
export interface Features {
  /** The columns of images. */
  readonly images: ReadonlySet<string>
  /** The names of the classes, by their numbers from 0, of the columns of classes. */
  readonly classes: ReadonlyMap<string, ReadonlyArray<string>>
}

const none: Features = { images: new Set(), classes: new Map() }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const at = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const namesIn = (feature: unknown): ReadonlyArray<string> | undefined => {
  const names = at(feature, "_type") === "ClassLabel" ? at(feature, "names") : undefined
  return Array.isArray(names) && names.every((name) => typeof name === "string") ? names : undefined
}

/** What the file's metadata `huggingface` says; nothing where it is not there, or is written otherwise. */
export const featuresIn = (huggingface: string | undefined): Features => {
  if (huggingface === undefined) return none
  const features = at(at(parsed(huggingface), "info"), "features")
  if (!isRecord(features)) return none
  const all = Object.entries(features)
  return {
    images: new Set(all.flatMap(([name, feature]) => at(feature, "_type") === "Image" ? [name] : [])),
    classes: new Map(all.flatMap(([name, feature]) => {
      const names = namesIn(feature)
      return names === undefined ? [] : [[name, names] as const]
    }))
  }
}

/**
 * Classes by their names. −1 and what is no number hold none; throws an `Error` for another number, which no class has.
 */
export const classesOf = (numbers: ArrayLike<unknown>, names: ReadonlyArray<string>): ReadonlyArray<string | null> =>
  Array.from(numbers, (value) => {
    if (typeof value !== "number" && typeof value !== "bigint") return null
    const number = Number(value), name = names[number]
    if (name !== undefined) return name
    if (number === -1) return null
    throw new Error(`a class is ${number}, and there are names for ${names.length}`)
  })
