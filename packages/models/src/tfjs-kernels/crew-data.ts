/** What a thread of a crew is started with. */

/** See the module. `control` holds a turn a thread, a turn done a thread (both int32), then `slots` numbers a thread. */
export interface CrewData {
  readonly control: SharedArrayBuffer
  /** Which thread this is, of how many. */
  readonly index: number
  readonly threads: number
  readonly memory: WebAssembly.Memory
  readonly module: WebAssembly.Module
  /** The kernels by number. */
  readonly names: ReadonlyArray<string>
  /** Numbers that a thread is handed: which kernel, how many arguments, the arguments. */
  readonly slots: number
}
