/**
 * Weights from a file that PyTorch before 1.6 wrote (`torch.save` of a state dictionary): three pickles about the file, one of
 * the dictionary, one of the storages' names, and the storages.
 */
import { Global, unpickle, type Value } from "./pickle.ts"

/** Numbers with a shape, row by row. */
export interface Weight {
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

interface Storage {
  readonly key: string
  readonly type: string
}

interface Reference {
  readonly storage: Storage
  readonly offset: number
  readonly shape: ReadonlyArray<number>
  readonly strides: ReadonlyArray<number>
}

/** The magic number of the format, as PyTorch has it. */
const MAGIC = 0x1950a86a20f9469cfc6cn

const SIZES: { readonly [type: string]: number } = { "torch.FloatStorage": 4, "torch.LongStorage": 8 }

const storageOf = (id: Value): Storage => {
  const [kind, type, key] = Array.isArray(id) ? id as ReadonlyArray<unknown> : []
  if (kind === "storage" && type instanceof Global && typeof key === "string") return { key, type: type.name }
  throw new Error("it refers to something outside that is no storage")
}

const isShape = (value: Value): value is ReadonlyArray<number> =>
  Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && side >= 0)

const tensorOf = ([storage, offset, shape, strides]: ReadonlyArray<Value>): Reference => {
  if (!isShape(shape) || !isShape(strides) || shape.length !== strides.length || typeof offset !== "number") {
    throw new Error("a tensor's shape is none")
  }
  return { storage: storage as Storage, offset, shape, strides }
}

const sizeOf = (shape: ReadonlyArray<number>): number => shape.reduce((size, side) => size * side, 1)

/** One more than the place of the last number that a tensor refers to. */
const endOf = ({ offset, shape, strides }: Reference): number =>
  sizeOf(shape) === 0 ? offset : offset + shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis]!, 0) + 1

/** The numbers of a tensor row by row, however they lie in the storage. */
const gathered = (view: DataView, at: number, { offset, shape, strides }: Reference): Float32Array => {
  const data = new Float32Array(sizeOf(shape)), index = shape.map(() => 0)
  let place = offset
  for (let i = 0; i < data.length; i++) {
    data[i] = view.getFloat32(at + 4 * place, true)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis]!
      if (++index[axis]! < shape[axis]!) break
      place -= shape[axis]! * strides[axis]!
      index[axis] = 0
    }
  }
  return data
}

const call = (name: string, args: ReadonlyArray<Value>): Value => {
  if (name === "collections.OrderedDict") return new Map()
  if (name === "torch._utils._rebuild_tensor_v2") return tensorOf(args)
  throw new Error(`it calls ${name}, which no weights are made by`)
}

const meaning = { call, outside: storageOf }

/** Where each storage's numbers begin and how many there are, by its name. */
const placesOf = (bytes: Uint8Array, from: number, keys: Value, types: ReadonlyMap<string, string>) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const places = new Map<string, { readonly at: number; readonly count: number }>()
  let at = from
  for (const key of Array.isArray(keys) ? keys as ReadonlyArray<string> : []) {
    const size = SIZES[types.get(key) ?? ""]
    if (size === undefined) throw new Error(`it holds numbers of the type ${types.get(key)}`)
    if (at + 8 > bytes.length) throw new Error("it ends in the middle")
    const count = Number(view.getBigInt64(at, true))
    places.set(key, { at: at + 8, count })
    at += 8 + size * count
    if (count < 0 || at > bytes.length) throw new Error("it ends in the middle")
  }
  return places
}

/**
 * The single-precision weights of a file by their names; whole numbers, such as counts of batches, are left out. Throws an
 * `Error` that says what is wrong with other files. Nothing in the file is run.
 */
export const readTorchFile = (bytes: Uint8Array): ReadonlyMap<string, Weight> => {
  const magic = unpickle(bytes, 0, meaning)
  if (magic.value !== MAGIC) throw new Error("it is no file of weights of PyTorch before 1.6")
  const protocol = unpickle(bytes, magic.end, meaning), system = unpickle(bytes, protocol.end, meaning)
  const state = unpickle(bytes, system.end, meaning), keys = unpickle(bytes, state.end, meaning)
  if (!(state.value instanceof Map)) throw new Error("it holds no dictionary of weights")
  const references = [...state.value].filter((pair): pair is [string, Reference] =>
    typeof pair[0] === "string" && typeof pair[1] === "object" && pair[1] !== null && "storage" in pair[1]
  )
  const types = new Map(references.map(([, { storage }]) => [storage.key, storage.type]))
  const places = placesOf(bytes, keys.end, keys.value, types)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const floats = references.filter(([, { storage }]) => storage.type === "torch.FloatStorage")
  return new Map(floats.map(([name, reference]) => {
    const place = places.get(reference.storage.key)
    if (place === undefined || endOf(reference) > place.count) throw new Error(`it lacks the numbers of ${name}`)
    return [name, { shape: reference.shape, data: gathered(view, place.at, reference) }]
  }))
}
