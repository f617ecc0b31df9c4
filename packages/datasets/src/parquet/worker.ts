/** The thread that decodes parquet: one file at a time, one request after the other. It can be ended at any moment. */
import { parentPort } from "node:worker_threads"
import { close, open } from "./decode.ts"
import type { Decoder, Input, Reply, Request } from "./messages.ts"
import { transfers } from "./pack.ts"

let decoder: Decoder | undefined, input: Input | undefined

/** What a decoder trips over says nothing to people. */
const sentence = (cause: unknown): string => {
  if (cause instanceof TypeError || cause instanceof RangeError) return "its parts do not fit together"
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 1000)
}

const answer = async (request: Request): Promise<Reply> => {
  if (request._tag === "Read") {
    return { _tag: "Read", columns: await decoder!.read(request.range, request.within, request.columns) }
  }
  if (request._tag === "Files") {
    return { _tag: "Files", files: await decoder!.readFiles(request.range, request.within, request.column) }
  }
  decoder = undefined
  if (request._tag === "Return") {
    close()
    return { _tag: "Returned", input: input! }
  }
  decoder = await open(input = request.input, request.pages)
  if (request.pages === "none") close()
  return { _tag: "Opened", opened: decoder.opened }
}

const failed = (cause: unknown): Reply => {
  const code = cause instanceof Error && "syscall" in cause && "code" in cause ? String(cause.code) : undefined
  return { _tag: "Failed", problem: sentence(cause), code }
}

const moved = (reply: Reply): ReadonlyArray<ArrayBuffer> => {
  if (reply._tag === "Read") return reply.columns.flatMap(transfers)
  if (reply._tag === "Files") return [reply.files.bytes.buffer, reply.files.ends.buffer]
  return reply._tag === "Returned" && "bytes" in reply.input ? [reply.input.bytes.buffer] : []
}

const send = (reply: Reply): void => parentPort!.postMessage(reply, moved(reply))

parentPort!.on(
  "message",
  (request: Request) => void answer(request).then(send).catch((cause: unknown) => send(failed(cause)))
)
send({ _tag: "Ready" })
