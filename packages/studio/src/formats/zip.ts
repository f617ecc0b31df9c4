/**
 * Files packed into a zip, one after the other, as they are (images are packed already).
 */
import { crc32 } from "node:zlib"

/** A file in a zip; `path` has `/` between. */
export interface ZipEntry {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Packs files: each `add` and the `end` give the next bytes of the zip. */
export interface Zip {
  readonly add: (entry: ZipEntry) => ReadonlyArray<Uint8Array>
  readonly end: () => Uint8Array
}

/** Names are UTF-8. */
const UTF8 = 0x0800
/** The first day that a zip can say, so that equal files make equal zips. */
const DAY = 0x0021
const MANY = 0xFFFF
const LARGE = 0xFFFF_FFFF

interface Written {
  readonly name: Uint8Array
  readonly crc: number
  readonly size: number
  readonly offset: number
}

const make = (size: number, fill: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(size)
  fill(new DataView(bytes.buffer))
  return bytes
}

const localHeader = ({ crc, name, size }: Written): Uint8Array => {
  const head = make(30 + name.length, (view) => {
    view.setUint32(0, 0x04034B50, true)
    view.setUint16(4, 20, true)
    view.setUint16(6, UTF8, true)
    view.setUint16(12, DAY, true)
    view.setUint32(14, crc, true)
    view.setUint32(18, size, true)
    view.setUint32(22, size, true)
    view.setUint16(26, name.length, true)
  })
  head.set(name, 30)
  return head
}

const centralHeader = ({ crc, name, offset, size }: Written): Uint8Array => {
  const far = offset >= LARGE, extra = far ? 12 : 0
  const head = make(46 + name.length + extra, (view) => {
    view.setUint32(0, 0x02014B50, true)
    view.setUint16(4, far ? 45 : 20, true)
    view.setUint16(6, far ? 45 : 20, true)
    view.setUint16(8, UTF8, true)
    view.setUint16(14, DAY, true)
    view.setUint32(16, crc, true)
    view.setUint32(20, size, true)
    view.setUint32(24, size, true)
    view.setUint16(28, name.length, true)
    view.setUint16(30, extra, true)
    view.setUint32(42, far ? LARGE : offset, true)
    if (!far) return
    view.setUint16(46 + name.length, 1, true)
    view.setUint16(48 + name.length, 8, true)
    view.setBigUint64(50 + name.length, BigInt(offset), true)
  })
  head.set(name, 46)
  return head
}

/** Beyond 65,535 files or 4 GiB, the sizes stand in a record of their own. */
const farEnd = (count: number, size: number, offset: number): Uint8Array =>
  make(76, (view) => {
    view.setUint32(0, 0x06064B50, true)
    view.setBigUint64(4, 44n, true)
    view.setUint16(12, 45, true)
    view.setUint16(14, 45, true)
    view.setBigUint64(24, BigInt(count), true)
    view.setBigUint64(32, BigInt(count), true)
    view.setBigUint64(40, BigInt(size), true)
    view.setBigUint64(48, BigInt(offset), true)
    view.setUint32(56, 0x07064B50, true)
    view.setBigUint64(64, BigInt(offset + size), true)
    view.setUint32(72, 1, true)
  })

const nearEnd = (count: number, size: number, offset: number): Uint8Array =>
  make(22, (view) => {
    view.setUint32(0, 0x06054B50, true)
    view.setUint16(8, Math.min(MANY, count), true)
    view.setUint16(10, Math.min(MANY, count), true)
    view.setUint32(12, Math.min(LARGE, size), true)
    view.setUint32(16, Math.min(LARGE, offset), true)
  })

/** An empty zip. A file of 4 GiB and more is refused with a `RangeError`. */
export const makeZip = (): Zip => {
  const written: Array<Written> = []
  let offset = 0
  const add = ({ bytes, path }: ZipEntry): ReadonlyArray<Uint8Array> => {
    if (bytes.length >= LARGE) throw new RangeError(`${path} is too large for a zip`)
    const one = { name: new TextEncoder().encode(path), crc: crc32(bytes), size: bytes.length, offset }
    const head = localHeader(one)
    written.push(one)
    offset += head.length + bytes.length
    return [head, bytes]
  }
  const end = (): Uint8Array => {
    const heads = written.map(centralHeader), size = heads.reduce((sum, { length }) => sum + length, 0)
    const isFar = written.length >= MANY || offset >= LARGE || size >= LARGE
    return Buffer.concat([
      ...heads,
      ...(isFar ? [farEnd(written.length, size, offset)] : []),
      nearEnd(written.length, size, offset)
    ])
  }
  return { add, end }
}
