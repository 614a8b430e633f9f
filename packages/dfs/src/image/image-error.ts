// Why an image cannot be unpacked, in words for the person who made it.

export class ImageError extends Error {
  override readonly name = "ImageError";
}
