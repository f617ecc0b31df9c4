/**
 * Optional packages: which are there, and how to add the others.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import { isMissing } from "@marginalia/datasets/optional"
import { lacking } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

/** A package that some option needs. */
export interface Optional {
  readonly name: string
  readonly purpose: Message.Message
}

/** What can be added. */
export const optionals = {
  "ml-kmeans": { name: "ml-kmeans", purpose: [Message.setting("clusterer", { value: "ml-kmeans" })] },
  "hnswlib-node": { name: "hnswlib-node", purpose: [Message.setting("neighbors", { value: "hnswlib" })] },
  sharp: { name: "sharp", purpose: "reading images" },
  "onnxruntime-node": { name: "onnxruntime-node", purpose: [Message.setting("encoder", { example: "onnx(FILE)" })] },
  "@huggingface/transformers": {
    name: "@huggingface/transformers",
    purpose: [Message.setting("encoder", { example: "transformers(MODEL)" })]
  }
} as const satisfies { readonly [name: string]: Optional }

/** See {@link optionals}. */
export type OptionalName = keyof typeof optionals

/** Whether it can be loaded, and if not, why in a line. */
export type Status = "present" | "absent" | { readonly broken: string }

/** Whether it is this package that is not installed, and not one that it needs. */
const isAbsent = (error: unknown, name: string): boolean => isMissing(error) && (error as Error).message.includes(name)

/** From beside the command or, failing that, from the folder in which it was started. */
const load = async (name: string): Promise<unknown> => {
  try {
    return await import(name)
  } catch (error) {
    if (!isAbsent(error, name)) throw error
    return await import(pathToFileURL(createRequire(join(process.cwd(), "package.json")).resolve(name)).href)
  }
}

/** Tries to load a package. */
export const statusOf = ({ name }: Optional): Effect.Effect<Status> =>
  Effect.tryPromise({ try: () => load(name), catch: (error) => error }).pipe(
    Effect.match({
      onSuccess: (): Status => "present",
      onFailure: (error): Status =>
        isAbsent(error, name)
          ? "absent"
          : { broken: Quote.thrown(error) }
    })
  )

/** What to say of it. */
export const advice = ({ name, purpose }: Optional, status: Status): Message.Message => {
  if (status === "present") return Message.text`present, for ${purpose}`
  return lacking({ name, purpose, broken: status === "absent" ? undefined : status.broken })
}
