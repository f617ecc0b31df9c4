/**
 * The shader: tiles of 64 × 32 values |y|²/2 − x·y, and what is told of them. Tested in ../webgpu.test.ts.
 */
import { FAR, WORD } from "../device/device.ts"

/** Rows x of a tile; it has {@link WORD} rows y. */
export const TILE = 64

/** Numbers of a row that are staged at a time: rows are as many wide, or a multiple of it. */
export const CHUNK = 16

/** What a dispatch is told, as 32-bit numbers in this order. Rows are those of the two buffers; the row `i` of x's is the row `i - shift` of y's. */
export const PARAMS = ["xFrom", "xTo", "yFrom", "yTo", "step", "words", "word", "shift"] as const

/** Entry points of the shader. */
export type Entry = "nearest" | "values" | "least" | "below"

/** The entry points. */
export const entries: ReadonlyArray<Entry> = ["nearest", "values", "least", "below"]

/** Threads of a workgroup: each has four rows x and four rows y. */
const THREADS = TILE * WORD / 16

/** The shader's text. */
export const shader = `
struct Params { ${PARAMS.map((name) => `${name}: ${name === "shift" ? "i32" : "u32"}`).join(", ")} }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> y: array<vec4f>;
@group(0) @binding(3) var<storage, read> halves: array<f32>;
@group(0) @binding(4) var<storage, read> limits: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<u32>;

const FAR = ${FAR}f;
var<workgroup> xs: array<vec4f, ${TILE * CHUNK / 4}>;
var<workgroup> ys: array<vec4f, ${WORD * CHUNK / 4}>;
var<workgroup> tile: array<f32, ${TILE * WORD}>;

// The values of rows x0 … x0 + ${TILE - 1} and y0 … y0 + ${WORD - 1}, a row x after the other; outside the ranges any.
fn multiply(x0: u32, y0: u32, thread: u32) {
  let r = thread / 8u * 4u;
  let c = thread % 8u * 4u;
  var sums: array<vec4f, 4>;
  for (var k = 0u; k < p.step; k += 4u) {
    workgroupBarrier();
    for (var t = thread; t < ${TILE * 4}u; t += ${THREADS}u) {
      xs[t] = x[min(x0 + t / 4u, p.xTo - 1u) * p.step + k + t % 4u];
    }
    for (var t = thread; t < ${WORD * 4}u; t += ${THREADS}u) {
      ys[t] = y[min(y0 + t / 4u, p.yTo - 1u) * p.step + k + t % 4u];
    }
    workgroupBarrier();
    for (var q = 0u; q < 4u; q++) {
      let a = ys[c * 4u + q];
      let b = ys[c * 4u + 4u + q];
      let d = ys[c * 4u + 8u + q];
      let e = ys[c * 4u + 12u + q];
      for (var i = 0u; i < 4u; i++) {
        let row = xs[(r + i) * 4u + q];
        sums[i] += vec4f(dot(row, a), dot(row, b), dot(row, d), dot(row, e));
      }
    }
  }
  for (var i = 0u; i < 4u; i++) {
    for (var j = 0u; j < 4u; j++) {
      tile[(r + i) * ${WORD}u + c + j] = halves[min(y0 + c + j, p.yTo - 1u)] - sums[i][j];
    }
  }
  workgroupBarrier();
}

@compute @workgroup_size(${THREADS})
fn nearest(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let x0 = p.xFrom + group.x * ${TILE}u;
  var best = 0u;
  var first = FAR;
  var second = FAR;
  for (var y0 = p.yFrom; y0 < p.yTo; y0 += ${WORD}u) {
    multiply(x0, y0, thread);
    if (thread < ${TILE}u) {
      for (var n = 0u; n < ${WORD}u; n++) {
        let j = (n + thread) % ${WORD}u;
        let value = tile[thread * ${WORD}u + j];
        if (y0 + j >= p.yTo) { continue; }
        if (value < first) {
          second = first;
          first = value;
          best = y0 + j;
        } else if (value < second) {
          second = value;
        }
      }
    }
  }
  let row = x0 + thread;
  if (thread < ${TILE}u && row < p.xTo) {
    let at = (row - p.xFrom) * 3u;
    out[at] = best;
    out[at + 1u] = bitcast<u32>(first);
    out[at + 2u] = bitcast<u32>(second);
  }
}

@compute @workgroup_size(${THREADS})
fn values(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let x0 = p.xFrom + group.x * ${TILE}u;
  let y0 = p.yFrom + group.y * ${WORD}u;
  multiply(x0, y0, thread);
  for (var t = thread; t < ${TILE * WORD}u; t += ${THREADS}u) {
    let row = x0 + t / ${WORD}u;
    let j = y0 + t % ${WORD}u;
    if (row < p.xTo && j < p.yTo) { out[(row - p.xFrom) * p.words + j] = bitcast<u32>(tile[t]); }
  }
}

@compute @workgroup_size(${THREADS})
fn least(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let x0 = p.xFrom + group.x * ${TILE}u;
  let y0 = p.yFrom + group.y * ${WORD}u;
  multiply(x0, y0, thread);
  let row = x0 + thread;
  if (thread >= ${TILE}u || row >= p.xTo) { return; }
  var found = FAR;
  for (var n = 0u; n < ${WORD}u; n++) {
    let j = (n + thread) % ${WORD}u;
    if (y0 + j < p.yTo && i32(row) - p.shift != i32(y0 + j)) { found = min(found, tile[thread * ${WORD}u + j]); }
  }
  out[(row - p.xFrom) * p.words + p.word + group.y] = bitcast<u32>(found);
}

@compute @workgroup_size(${THREADS})
fn below(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let x0 = p.xFrom + group.x * ${TILE}u;
  let y0 = p.yFrom + group.y * ${WORD}u;
  multiply(x0, y0, thread);
  let row = x0 + thread;
  if (thread >= ${TILE}u || row >= p.xTo) { return; }
  let surely = limits[2u * (row - p.xFrom)];
  let maybe = limits[2u * (row - p.xFrom) + 1u];
  var inside = 0u;
  var near = 0u;
  for (var n = 0u; n < ${WORD}u; n++) {
    let j = (n + thread) % ${WORD}u;
    let value = tile[thread * ${WORD}u + j];
    if (y0 + j < p.yTo && !(value > maybe)) { near |= 1u << j; }
    if (y0 + j < p.yTo && value <= surely) { inside |= 1u << j; }
  }
  let at = 2u * ((row - p.xFrom) * p.words + p.word + group.y);
  out[at] = inside;
  out[at + 1u] = near;
}
`
