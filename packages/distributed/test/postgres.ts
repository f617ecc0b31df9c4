/**
 * A PostgreSQL of the tests' own: in a temporary folder, on a free port, gone at the end. As user postgres where the tests are
 * root, which PostgreSQL refuses.
 */
import { execFileSync } from "node:child_process"
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A server that runs. */
export interface Postgres {
  /** The address, with a password. */
  readonly url: string
  readonly port: number
  readonly password: string
  /** Ends it as a crash would, or as a person would, and starts it again. */
  readonly restart: (mode: "fast" | "immediate", between?: () => Promise<void>) => Promise<void>
  /** An empty database of its own. */
  readonly database: (name: string) => string
  readonly stop: () => void
}

const run = (program: string, args: ReadonlyArray<string>, env: NodeJS.ProcessEnv = {}): string =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } })

const folders = (): ReadonlyArray<string> => {
  const asked = (() => {
    try {
      return [run("pg_config", ["--bindir"]).trim()]
    } catch {
      return []
    }
  })()
  const debian = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").toSorted().toReversed() : []
  return [
    ...asked,
    ...debian.map((version) => `/usr/lib/postgresql/${version}/bin`),
    "/usr/local/pgsql/bin",
    "/opt/homebrew/bin",
    "/usr/local/bin",
    "/usr/bin"
  ]
}

/** Where initdb and pg_ctl are; undefined where PostgreSQL is not installed. */
export const programs = (): string | undefined =>
  folders().find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl")))

/** Why there are no tests of the queue here; undefined where there are. */
export const lacking = (): string | undefined => {
  if (programs() === undefined) return "PostgreSQL is not installed here (Debian: apt-get install postgresql)"
  if (process.getuid?.() !== 0) return undefined
  try {
    run("id", ["-u", "postgres"])
    return undefined
  } catch {
    return "the tests run as root, and there is no user postgres to run PostgreSQL as"
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

const as = (bin: string, program: string, args: ReadonlyArray<string>): readonly [string, ReadonlyArray<string>] => {
  const path = join(bin, program)
  return process.getuid?.() === 0
    ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, ...args]]
    : [path, args]
}

const PASSWORD = "p%40ss:wörd"

/** Starts a server; the caller stops it. */
export const startPostgres = async (): Promise<Postgres> => {
  const bin = programs()!
  const folder = mkdtempSync(join(tmpdir(), "marginalia-postgres-"))
  const data = join(folder, "data"), log = join(folder, "log")
  if (process.getuid?.() === 0) run("chown", ["postgres", folder])
  chmodSync(folder, 0o700)
  const port = await freePort()
  const call = (program: string, args: ReadonlyArray<string>): string => {
    const [path, all] = as(bin, program, args)
    return run(path, all, { LC_ALL: "C" })
  }
  const secret = join(folder, "secret")
  writeFileSync(secret, decodeURIComponent(PASSWORD), { mode: 0o644 })
  call("initdb", [
    "-D",
    data,
    "-U",
    "marginalia",
    "-A",
    "scram-sha-256",
    "--pwfile",
    secret,
    "-N",
    "-E",
    "UTF8",
    "--locale=C"
  ])
  const options =
    `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=200`
  const start = (): string => call("pg_ctl", ["-D", data, "-l", log, "-o", options, "-w", "start"])
  start()
  const psql = (sql: string): string =>
    run(join(bin, "psql"), ["-h", "127.0.0.1", "-p", String(port), "-U", "marginalia", "-d", "postgres", "-qc", sql], {
      PGPASSWORD: decodeURIComponent(PASSWORD)
    })
  return {
    url: `postgres://marginalia:${PASSWORD}@127.0.0.1:${port}/postgres`,
    port,
    password: decodeURIComponent(PASSWORD),
    restart: async (mode, between) => {
      call("pg_ctl", ["-D", data, "-m", mode, "-w", "stop"])
      await between?.()
      start()
    },
    database: (name) => {
      psql(`CREATE DATABASE ${name}`)
      return `postgres://marginalia:${PASSWORD}@127.0.0.1:${port}/${name}`
    },
    stop: () => {
      try {
        call("pg_ctl", ["-D", data, "-m", "immediate", "stop"])
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  }
}
