/**
 * The data sets of an experiment, each with its settings complete.
 */
import { embedding } from "../file/decoders.ts"
import type { DataWord, Settings } from "../file/form.ts"
import { ConfigIssue, type Path, unknownName } from "../file/mistake.ts"
import { experimentFile } from "../file/read.ts"
import type { Preset } from "../preset/preset.ts"
import type { Request } from "./request.ts"
import { type Complete, merged } from "./settings.ts"

/** A data set with its settings, and where in the file it stands. */
export interface Entry {
  readonly word: DataWord
  readonly settings: Complete
  readonly path: Path
}

/** A path goes by its last name. */
const titled = ({ dataset, name }: DataWord): string =>
  name ?? dataset?.split(/[/\\]/).findLast((part) => part !== "") ?? "pool"

/** What a preset says of a data set under a framework. */
const ofPreset = (preset: Preset | undefined, word: DataWord, framework: string): ReadonlyArray<Settings> => {
  if (preset === undefined) return []
  const { datasets, frameworks, words } = preset, dataset = word.dataset ?? ""
  const { control: _, seeds: __, ...general } = words
  const layers = [general, frameworks[framework]!.words, datasets[dataset], datasets[`${dataset}/${framework}`]]
  return layers.map((layer) => experimentFile(layer ?? {}))
}

const frameworksOf = (
  preset: Preset | undefined,
  { framework: own }: DataWord,
  asked: string | undefined,
  path: Path
) => {
  const wanted = own ?? asked
  if (preset === undefined) {
    if (wanted === undefined) return [""]
    throw new ConfigIssue([...path, "framework"], `framework is of presets that have several, and there is no preset`)
  }
  const names = Object.keys(preset.frameworks)
  if (wanted === undefined) return names
  if (names.includes(wanted)) return [wanted]
  throw unknownName([...path, "framework"], "framework", wanted, names)
}

const named = (word: DataWord, label: string | undefined): DataWord => ({
  ...word,
  name: label === undefined || label === "" ? titled(word) : `${titled(word)} (${label})`
})

/** The data sets that a request names: in the file, by flags, or by the preset. */
const words = (
  { data, file }: Request,
  preset: Preset | undefined
): ReadonlyArray<readonly [DataWord, Settings, Path]> => {
  const fromFile = (file?.file.data ?? []).map((word, i) => [word, {}, ["data", i]] as const)
  const fromPreset = (preset?.data ?? []).map(({ dataset, name, words = {} }) =>
    [{ dataset, ...(name === undefined ? {} : { name }) }, experimentFile(words), ["data"]] as const
  )
  const offered = fromFile.length > 0 ? fromFile : fromPreset
  if (data.length === 0) return offered
  return data.flatMap((name) => {
    const found = offered.filter(([word]) =>
      titled(word) === name || (word.name === undefined && word.dataset === name)
    )
    return found.length > 0 ? found : [[{ dataset: name }, {}, ["data"]] as const]
  })
}

/** See the module. Throws what is wrong. */
export const entriesOf = (request: Request, preset: Preset | undefined): ReadonlyArray<Entry> => {
  const found = words(request, preset)
  if (found.length === 0) throw new ConfigIssue(["data"], "there is no data set; write data: digits, or the like")
  const flags: Settings = request.embedding === undefined ? {} : { embedding: embedding([], request.embedding)! }
  const entries = found.flatMap(([word, own, path]) =>
    frameworksOf(preset, word, request.framework, path).map((framework): Entry => ({
      word: named(
        request.unlabeled === true ? { ...word, unlabeled: true } : word,
        preset?.frameworks[framework]?.label
      ),
      settings: merged(...ofPreset(preset, word, framework), request.file?.file ?? {}, own, word, flags),
      path
    }))
  )
  const names = entries.map(({ word }) => word.name!)
  const twice = names.findIndex((name, i) => names.indexOf(name) < i)
  if (twice < 0) return entries
  throw new ConfigIssue(entries[twice]!.path, `two data sets are called ${names[twice]}; give one a name: of its own`)
}
