/**
 * The shader: tiles of 64 × 32 values |y|²/2 − x·y, and what is told of them. Tested in models, where there is an adapter in software.
 */
import { FAR, WORD } from "../device/device.ts"

/** Rows x of a tile; it has {@link WORD} rows y. */
export const TILE = 64

/** Numbers of a row that are staged at a time: rows are as many wide, or a multiple of it. */
export const CHUNK = 16

/** What may be told of the values; see `DeviceRows`. */
export const questions = ["nearest", "values", "least", "below"] as const

/** See {@link questions}. */
export type Question = typeof questions[number]

/**
 * What a dispatch is told, as 32-bit numbers in this order: the question, the rows of the two buffers, the vectors of a row, the words of a
 * row that are told and the first of them, and that x's row i is the same row as y's i − shift.
 */
export const PARAMS = ["question", "xFrom", "xTo", "yFrom", "yTo", "step", "words", "word", "shift"] as const

/** Threads of a workgroup: each has four rows x and four rows y. */
const THREADS = TILE * WORD / 16

/** A line for each of four, whose sums so stay in registers. */
const four = (line: (n: number) => string): string => [0, 1, 2, 3].map(line).join("\n      ")

const asked = (question: Question): string => `p.question == ${questions.indexOf(question)}u`

/** The shader's text; its entry point is `main`. */
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
var<workgroup> tile: array<vec4f, ${TILE * WORD / 4}>;

fn valueOf(row: u32, j: u32) -> f32 {
  return tile[row * ${WORD / 4}u + j / 4u][j % 4u];
}

// The values of rows first … first + ${TILE - 1} and other … other + ${WORD - 1}; outside the ranges any.
fn multiply(first: u32, other: u32, thread: u32) {
  let r = thread / 8u * 4u;
  let c = thread % 8u * 4u;
  ${four((i) => `var sum${i} = vec4f();`)}
  for (var k = 0u; k < p.step; k += 4u) {
    workgroupBarrier();
    for (var t = thread; t < ${TILE * 4}u; t += ${THREADS}u) {
      xs[t] = x[min(first + t / 4u, p.xTo - 1u) * p.step + k + t % 4u];
    }
    for (var t = thread; t < ${WORD * 4}u; t += ${THREADS}u) {
      ys[t] = y[min(other + t / 4u, p.yTo - 1u) * p.step + k + t % 4u];
    }
    workgroupBarrier();
    for (var q = 0u; q < 4u; q++) {
      ${four((j) => `let y${j} = ys[(c + ${j}u) * 4u + q];`)}
      ${four((i) => `let x${i} = xs[(r + ${i}u) * 4u + q];`)}
      ${four((i) => `sum${i} += vec4f(dot(x${i}, y0), dot(x${i}, y1), dot(x${i}, y2), dot(x${i}, y3));`)}
    }
  }
  let j = other + c;
  let half = vec4f(${[0, 1, 2, 3].map((n) => `halves[min(j + ${n}u, p.yTo - 1u)]`).join(", ")});
  ${four((i) => `tile[(r + ${i}u) * ${WORD / 4}u + c / 4u] = half - sum${i};`)}
  workgroupBarrier();
}

// The first of the rows y, by whichever thread: so that threads do not read the same bank.
fn turned(n: u32, thread: u32) -> u32 {
  return (n + thread) % ${WORD}u;
}

fn tellLeast(row: u32, other: u32, thread: u32, word: u32) {
  var found = FAR;
  for (var n = 0u; n < ${WORD}u; n++) {
    let j = turned(n, thread);
    if (other + j < p.yTo && i32(row) - p.shift != i32(other + j)) { found = min(found, valueOf(thread, j)); }
  }
  out[(row - p.xFrom) * p.words + word] = bitcast<u32>(found);
}

fn tellBelow(row: u32, other: u32, thread: u32, word: u32) {
  let surely = limits[2u * (row - p.xFrom)];
  let maybe = limits[2u * (row - p.xFrom) + 1u];
  var inside = 0u;
  var near = 0u;
  for (var n = 0u; n < ${WORD}u; n++) {
    let j = turned(n, thread);
    let value = valueOf(thread, j);
    if (other + j < p.yTo && !(value > maybe)) { near |= 1u << j; }
    if (other + j < p.yTo && value <= surely) { inside |= 1u << j; }
  }
  let at = 2u * ((row - p.xFrom) * p.words + word);
  out[at] = inside;
  out[at + 1u] = near;
}

fn tellValues(first: u32, other: u32, thread: u32) {
  for (var t = thread; t < ${TILE * WORD}u; t += ${THREADS}u) {
    let row = first + t / ${WORD}u;
    let j = other + t % ${WORD}u;
    if (row < p.xTo && j < p.yTo) {
      out[(row - p.xFrom) * p.words + j] = bitcast<u32>(valueOf(t / ${WORD}u, t % ${WORD}u));
    }
  }
}

// Workgroups (i, n) have rows x from 64 i on and rows y from 32 n on, every so many: the nearest is found by one workgroup.
@compute @workgroup_size(${THREADS})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32
) {
  let first = p.xFrom + group.x * ${TILE}u;
  let row = first + thread;
  let tells = thread < ${TILE}u && row < p.xTo;
  var best = 0u;
  var least = FAR;
  var next = FAR;
  for (var n = group.y; p.yFrom + n * ${WORD}u < p.yTo; n += groups.y) {
    let other = p.yFrom + n * ${WORD}u;
    multiply(first, other, thread);
    if (${asked("values")}) { tellValues(first, other, thread); }
    if (${asked("least")} && tells) { tellLeast(row, other, thread, p.word + n); }
    if (${asked("below")} && tells) { tellBelow(row, other, thread, p.word + n); }
    if (${asked("nearest")} && tells) {
      for (var m = 0u; m < ${WORD}u; m++) {
        let j = turned(m, thread);
        let value = valueOf(thread, j);
        if (other + j >= p.yTo) { continue; }
        if (value < least) {
          next = least;
          least = value;
          best = other + j;
        } else if (value < next) {
          next = value;
        }
      }
    }
  }
  if (${asked("nearest")} && tells) {
    let at = (row - p.xFrom) * 3u;
    out[at] = best;
    out[at + 1u] = bitcast<u32>(least);
    out[at + 2u] = bitcast<u32>(next);
  }
}
`
