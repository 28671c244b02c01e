/** There is no medium of the name that a statement has: the device works without it, and is not ready. */
export class AbsentMedium extends RangeError {
  override readonly name = "AbsentMedium";
}
