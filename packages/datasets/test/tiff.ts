/** TIFF files of any kind of number, which sharp reads and does not write. */

/** The numbers of an image, row by row from the top left, the channels of a pixel side by side. */
type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array

/** The code of a kind of number: whole without and with a sign, and real. */
const kindOf = (numbers: Numbers): number =>
  numbers instanceof Float32Array ? 3 : numbers.constructor.name.startsWith("Uint") ? 1 : 2

/** An uncompressed image in one strip, little-endian. */
export const tiff = (numbers: Numbers, tall: number, wide: number, orientation = 1): Uint8Array => {
  const channels = numbers.length / tall / wide, bits = 8 * numbers.BYTES_PER_ELEMENT, kind = kindOf(numbers)
  const fields: ReadonlyArray<readonly [tag: number, type: 3 | 4, count: number, value: number]> = [
    [256, 4, 1, wide],
    [257, 4, 1, tall],
    [258, 3, channels, bits],
    [259, 3, 1, 1],
    [262, 3, 1, channels < 3 ? 1 : 2],
    [273, 4, 1, 0],
    [274, 3, 1, orientation],
    [277, 3, 1, channels],
    [278, 4, 1, tall],
    [279, 4, 1, numbers.byteLength],
    [339, 3, channels, kind]
  ]
  const lists = 8 + 2 + 12 * fields.length + 4, data = lists + 16
  const bytes = new Uint8Array(data + numbers.byteLength), view = new DataView(bytes.buffer)
  bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0])
  view.setUint16(8, fields.length, true)
  for (const [i, [tag, type, count, value]] of fields.entries()) {
    const at = 10 + 12 * i, list = lists + (tag === 258 ? 0 : 8)
    view.setUint16(at, tag, true)
    view.setUint16(at + 2, type, true)
    view.setUint32(at + 4, count, true)
    if (type === 4) view.setUint32(at + 8, tag === 273 ? data : value, true)
    else if (count <= 2) { for (let c = 0; c < count; c++) view.setUint16(at + 8 + 2 * c, value, true) }
    else {
      view.setUint32(at + 8, list, true)
      for (let c = 0; c < count; c++) view.setUint16(list + 2 * c, value, true)
    }
  }
  bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), data)
  return bytes
}
