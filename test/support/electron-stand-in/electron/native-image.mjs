const PNG_SIGNATURE = '89504e470d0a1a0a'

class NativeImage {
  #png
  constructor(png) {
    this.#png = png
  }
  isEmpty() {
    return this.#png.length === 0
  }
  toPNG() {
    return Buffer.from(this.#png)
  }
  getSize() {
    return this.isEmpty()
      ? { width: 0, height: 0 }
      : { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) }
  }
  addRepresentation() {}
  setTemplateImage() {}
}

/** Electron's `nativeImage` for PNG bytes; anything else gives an empty image, as in Electron. */
export const nativeImage = {
  createEmpty: () => new NativeImage(Buffer.alloc(0)),
  createFromBuffer: (bytes) =>
    bytes.subarray(0, 8).toString('hex') === PNG_SIGNATURE
      ? new NativeImage(Buffer.from(bytes))
      : nativeImage.createEmpty(),
}
