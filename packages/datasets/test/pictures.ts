/** Small pictures, and folders of files that go away with their scope. */
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import sharp from "sharp"

/** A picture's pixels, row by row. */
export interface Picture {
  readonly tall: number
  readonly wide: number
  /** By row, column and channel; 3 channels. */
  readonly at: (row: number, col: number, channel: number) => number
}

const raw = ({ at, tall, wide }: Picture) => {
  const data = new Uint8Array(tall * wide * 3)
  for (let i = 0; i < data.length; i++) data[i] = at(Math.floor(i / 3 / wide), Math.floor(i / 3) % wide, i % 3)
  return sharp(data, { raw: { width: wide, height: tall, channels: 3 } })
}

/** The picture as a PNG file, which keeps every value. */
export const png = (picture: Picture): Promise<Uint8Array> => raw(picture).png().toBuffer()

/** The picture as a JPEG file, with a camera's mark of how it was held where one is given. */
export const jpg = (picture: Picture, orientation?: number): Promise<Uint8Array> => {
  const image = raw(picture).jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
  return (orientation === undefined ? image : image.withMetadata({ orientation })).toBuffer()
}

/** One color all over. */
export const plain = (value: number, tall = 2, wide = 2): Picture => ({ tall, wide, at: () => value })

/** A folder with these files; missing folders are made. */
export const folderOf = (files: { readonly [path: string]: Uint8Array | string | Promise<Uint8Array> }) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const root = mkdtempSync(join(tmpdir(), "marginalia-pictures-"))
      for (const [path, contents] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), await contents)
      }
      return root
    }),
    (root) => Effect.sync(() => rmSync(root, { recursive: true, force: true }))
  )
