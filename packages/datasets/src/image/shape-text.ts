/**
 * The shape of images, as people write it.
 */
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { UsageProblem } from "../problems.ts"

/**
 * Height, width and channels of images, as `HxWxC` says them: `28x28x1`, or `28x28` for one channel.
 *
 * Fails with `UsageProblem` where the text is no such shape.
 */
export const shapeOf = (text: string): Effect.Effect<readonly [number, number, number], UsageProblem> => {
  const sides = text.split(/[x×]/).map(Number)
  const [tall = 0, wide = 0, channels = 1] = sides
  const good = sides.length >= 2 && sides.length <= 3 && sides.every((side) => Number.isInteger(side) && side > 0)
  if (good) return Effect.succeed([tall, wide, channels])
  const hint = "write height, width and channels: 28x28x1"
  return Effect.fail(
    new UsageProblem({
      problem: Message.text`${Message.setting("shape")} takes HxWxC, not "${text}"`,
      hint,
      reason: "Value",
      setting: "shape",
      value: text,
      expected: "HxWxC"
    })
  )
}
