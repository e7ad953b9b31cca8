/** An event whose default the app may prevent, as Electron hands to its listeners. */
export function cancellable(fields) {
  return {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
