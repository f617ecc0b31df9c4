/** Serves a folder as any plain server of files would, under a strict policy of contents. */
import { createReadStream, statSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { extname, join, normalize } from "node:path"

/** What pages may run and load: scripts and workers of this server alone, WebAssembly, and nothing from elsewhere. */
export const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:"
].join("; ")

const types: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
  ".png": "image/png",
  ".bin": "application/octet-stream"
}

/** A server that runs: its address, and its end. */
export interface Serving {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Serves the files below a folder on a free port of this machine. */
export const serve = async (folder: string): Promise<Serving> => {
  const server = createServer(({ url = "/" }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname))
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path)
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "text/plain; charset=utf-8",
      "content-security-policy": policy
    })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections())
  return { url: `http://127.0.0.1:${port}`, close }
}
