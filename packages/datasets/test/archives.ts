/** Archives made by hand, so that they can be wrong. */
import { crc32, deflateRawSync, gzipSync } from "node:zlib"

/** An entry: its name, its bytes, and what it is (a symbolic link's bytes are its target). */
export interface ArchiveEntry {
  readonly name: string
  readonly bytes?: Uint8Array | string
  readonly link?: boolean
}

const octal = (n: number, width: number): string => `${n.toString(8).padStart(width - 1, "0")}\0`

/** A ustar archive. */
export const tar = (entries: ReadonlyArray<ArchiveEntry>): Uint8Array => {
  const blocks = entries.flatMap(({ bytes = "", link = false, name }) => {
    const body = Buffer.from(bytes), header = Buffer.alloc(512)
    const type = link ? "2" : name.endsWith("/") ? "5" : "0"
    const size = type === "0" ? body.length : 0
    header.write(name, 0)
    header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(0, 12), 100)
    header.write(`        ${type}`, 148)
    if (link) header.write(body.toString(), 157)
    header.write("ustar\x0000", 257)
    header.write(octal(header.reduce((sum, byte) => sum + byte, 0), 7), 148)
    return size === 0 ? [header] : [header, body, Buffer.alloc((512 - size % 512) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

/** {@link tar}, packed with gzip. */
export const tarGz = (entries: ReadonlyArray<ArchiveEntry>): Uint8Array => gzipSync(tar(entries))

const u16 = (n: number) => Buffer.from([n & 255, n >> 8])
const u32 = (n: number) => Buffer.from([n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24])

/** A zip archive. */
export const zip = (entries: ReadonlyArray<ArchiveEntry>): Uint8Array => {
  const locals: Array<Buffer> = [], central: Array<Buffer> = []
  let offset = 0
  for (const { bytes = "", link = false, name } of entries) {
    const body = Buffer.from(bytes), packed = deflateRawSync(body), path = Buffer.from(name)
    const common = [
      u16(0),
      u16(8),
      u32(0),
      u32(crc32(body)),
      u32(packed.length),
      u32(body.length),
      u16(path.length),
      u16(0)
    ]
    const local = Buffer.concat([u32(0x04034b50), u16(20), ...common, path, packed])
    const mode = u32((link ? 0o120777 : 0o100644) << 16)
    central.push(
      Buffer.concat([u32(0x02014b50), u16(0x314), u16(20), ...common, u16(0), u16(0), u16(0), mode, u32(offset), path])
    )
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = [u32(0x06054b50), u16(0), u16(0), u16(entries.length), u16(entries.length), u32(directory.length)]
  return Buffer.concat([...locals, directory, ...end, u32(offset), u16(0)])
}
