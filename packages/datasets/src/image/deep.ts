/** Images of more than a byte a channel: what is white in them, and how they become bytes. */
import { Message } from "@marginalia/core"
import type { Sharp } from "./sharp.ts"

type Depth = "uchar" | "char" | "ushort" | "short" | "uint" | "int" | "float" | "double"

/** White where the format alone says it: the largest whole number that there is, and 1 for real numbers, as in TIFF. */
const WHITE: Readonly<Record<Depth, number>> = {
  uchar: 255,
  char: 127,
  ushort: 65_535,
  short: 32_767,
  uint: 2 ** 32 - 1,
  int: 2 ** 31 - 1,
  float: 1,
  double: 1
}

const WORDS: Readonly<Record<Depth, string>> = {
  uchar: "8 bits",
  char: "8 bits with a sign",
  ushort: "16 bits",
  short: "16 bits with a sign",
  uint: "32 bits",
  int: "32 bits with a sign",
  float: "real numbers",
  double: "real numbers"
}

/** An image whose numbers do not say how bright they are. */
export class UnknownWhite extends Error {
  readonly says: Message.Message
  constructor(says: Message.Message) {
    super(Message.toCode(says))
    this.name = "UnknownWhite"
    this.says = says
  }
}

/** Values as they are in the file, the channels of a pixel side by side, turned as the camera was held. */
interface Values {
  readonly data: Float32Array
  readonly wide: number
  readonly tall: number
  readonly channels: 1 | 2 | 3 | 4
}

const isDepth = (depth: string | undefined): depth is Depth => depth !== undefined && Object.hasOwn(WHITE, depth)

const valuesOf = async (image: ReturnType<Sharp>, space: string): Promise<Values> => {
  const raw = image.autoOrient().pipelineColourspace(space).toColourspace(space).raw({ depth: "float" })
  const { data, info: { channels, height, width } } = await raw.toBuffer({ resolveWithObject: true })
  const bytes = new Uint8Array(data)
  return { data: new Float32Array(bytes.buffer), wide: width, tall: height, channels }
}

/** The smallest and the largest value of the channels that are seen. */
const extent = ({ channels, data }: Values): readonly [least: number, most: number] => {
  const seen = channels === 2 || channels === 4 ? channels - 1 : channels
  let least = Infinity, most = -Infinity
  for (let i = 0; i < data.length; i++) {
    if (i % channels >= seen) continue
    const value = data[i]!
    if (Number.isNaN(value)) throw new UnknownWhite("it holds NaN, which is no brightness")
    if (value < least) least = value
    if (value > most) most = value
  }
  return [least, most]
}

const shown = (value: number): string => String(Number(value.toPrecision(6)))

const whiteAt = (most: number) => Message.setting("white", { value: Number(shown(most)) })

/** Whole numbers that end below a sixteenth of what they could be are 12 bits in 16, or counts: nearly black as they are. */
const problemOf = (
  depth: Depth,
  [least, most]: readonly [number, number],
  white: number | undefined
): Message.Message | undefined => {
  const top = white ?? WHITE[depth], range = `its values (${WORDS[depth]}) go from ${shown(least)} to ${shown(most)}`
  if (least < 0) return `${range}, and black is 0: bring them to 0 and above`
  // Single precision and the digits that are shown round by less.
  if (most > top * (1 + 1e-5)) {
    return Message.text`${range}, and white is ${shown(top)}: say what white is: ${whiteAt(most)}`
  }
  if (white !== undefined || WHITE[depth] === 1 || most === 0 || 16 * most > top) return undefined
  return Message.text`${range} where white is ${shown(top)}, which is nearly black: say what white is: ${whiteAt(most)}`
}

/** 255 for white. What lies behind a pixel (alpha) has the format's own range. */
const scaled = ({ channels, data }: Values, white: number, opaque: number): Uint8Array => {
  const out = new Uint8Array(data.length), alpha = channels === 2 || channels === 4 ? channels - 1 : channels
  for (let i = 0; i < data.length; i++) {
    out[i] = Math.max(0, Math.min(255, Math.round(255 * data[i]! / (i % channels === alpha ? opaque : white))))
  }
  return out
}

/** What is known of an image's numbers before they are read. */
export interface Numbers {
  readonly depth?: string | undefined
  readonly space?: string | undefined
}

/** Whether an image has more than a byte a channel, or another kind of number. */
export const isDeep = ({ depth }: Numbers): boolean => isDepth(depth) && depth !== "uchar"

/**
 * A deep image as bytes, turned as the camera was held, for the same way as all others: white is 255, by `white` where it
 * is given, else by what the format says. Sharp's own reduction is kept for 16 bits without a sign, as it follows profiles.
 *
 * Throws {@link UnknownWhite} for values below 0 or beyond white, NaN, and whole numbers that end below a sixteenth of
 * white, where none is given.
 */
export const shallow = async (
  sharp: Sharp,
  open: () => ReturnType<Sharp>,
  found: Numbers,
  white: number | undefined
) => {
  const { depth, space = "srgb" } = found
  if (!isDepth(depth) || depth === "uchar") return open()
  // Signs are lost on the way to real numbers, and seen here.
  const signed = depth === "short" || depth === "char" || depth === "int"
  const below = signed ? Math.min(...(await open().stats()).channels.map(({ min }) => min)) : 0
  const values = await valuesOf(open(), space), [least, most] = extent(values)
  const problem = problemOf(depth, [Math.min(least, below), most], white)
  if (problem !== undefined) throw new UnknownWhite(problem)
  if (depth === "ushort" && white === undefined) return open()
  const { channels, tall: height, wide: width } = values
  return sharp(scaled(values, white ?? WHITE[depth], WHITE[depth]), { raw: { width, height, channels } })
}
