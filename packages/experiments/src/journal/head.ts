/**
 * The head counter: a small file that remembers, apart from the database, how many events were written.
 *
 * SQLite drops a damaged end of its write-ahead log without a word; the counter is what notices. It has two slots,
 * written in turn and synced, so that a write cut in half leaves the other one.
 */
import { sha256 } from "@marginalia/datasets/hash"
import { closeSync, constants, existsSync, fdatasyncSync, fsyncSync, openSync, readSync, writeSync } from "node:fs"
import { dirname } from "node:path"

/** The last event that was written, and its hash; `seq` is 0 before the first. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** An open counter. */
export interface HeadFile {
  /** Remembers an event that follows the one before. */
  readonly write: (head: Head) => void
  /** Remembers an event and forgets all later ones. */
  readonly reset: (head: Head) => void
  readonly close: () => void
}

const SLOT = 128

/** Where the counter of a journal lies. */
export const headPath = (path: string): string => `${path}.head`

const print = ({ hash, seq }: Head): string => {
  const text = `${seq} ${hash}`
  return `${`${text} ${sha256(text)}`.slice(0, SLOT - 1).padEnd(SLOT - 1)}\n`
}

const parse = (slot: string): Head | undefined => {
  const [seq, hash] = slot.split(" ")
  if (seq === undefined || hash === undefined) return undefined
  const head = { seq: Number(seq), hash }
  return print(head) === slot ? head : undefined
}

const bytesOf = (fd: number): string => {
  const buffer = Buffer.alloc(2 * SLOT)
  const length = readSync(fd, buffer, 0, buffer.length, 0)
  return buffer.toString("latin1", 0, length)
}

/** The later of the slots that are whole; undefined when the file is missing, or neither is. */
export const readHead = (path: string): Head | undefined => {
  if (!existsSync(headPath(path))) return undefined
  const fd = openSync(headPath(path), "r")
  try {
    const text = bytesOf(fd)
    const [a, b] = [parse(text.slice(0, SLOT)), parse(text.slice(SLOT))]
    return a !== undefined && (b === undefined || a.seq > b.seq) ? a : b
  } finally {
    closeSync(fd)
  }
}

const syncFolder = (path: string): void => {
  const fd = openSync(dirname(path), "r")
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Opens the counter of a journal, or makes one. Throws what the file system throws. */
export const openHead = (path: string): HeadFile => {
  const isNew = !existsSync(headPath(path))
  const fd = openSync(headPath(path), constants.O_RDWR | constants.O_CREAT, 0o644)
  if (isNew) syncFolder(headPath(path))
  const put = (slot: number, text: string) => {
    writeSync(fd, text, slot * SLOT, "latin1")
    fdatasyncSync(fd)
  }
  const write = (head: Head) => put(head.seq % 2, print(head))
  return {
    write,
    reset: (head) => {
      write(head)
      put((head.seq + 1) % 2, `${"".padEnd(SLOT - 1)}\n`)
    },
    close: () => closeSync(fd)
  }
}
