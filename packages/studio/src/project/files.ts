/**
 * Where things lie in a project's folder.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"

/** What project folders end with. */
export const SUFFIX = ".marginalia"

/** The journal: what people said. Everything else can be made again. */
export const journalPath = (folder: string): string => join(folder, "labels.db")

/** Where the items come from, and other settings. */
export const settingsPath = (folder: string): string => join(folder, "project.json")

/** Embeddings and thumbnails: may be deleted at any time. */
export const cachePath = (folder: string): string => join(folder, "cache")

/** Whether a folder is a project that was begun. */
export const isProject = (folder: string): boolean =>
  existsSync(journalPath(folder)) && existsSync(settingsPath(folder))
